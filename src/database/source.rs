//! What asks Stripe and writes into the database: on one connection, or with one from a pool for each step.

use super::pooled::Pooled;
use super::{Async, Connect, Executor, MirrorConnection};

/// A connection, or where connections come from: `&mut conn`, or `&connections`.
///
/// | | while Stripe is waited for |
/// |---|---|
/// | `&mut conn`, of a [`MirrorConnection`] | the connection is lent, and nobody else uses it |
/// | `&connections`, of a [`Connect`] | there is no connection: one is taken for each step, and given back after it |
pub trait ConnectionSource: Send {
    #[doc(hidden)]
    type Executor: Executor;

    #[doc(hidden)]
    fn executor(self) -> Self::Executor;
}

impl<'c, C: MirrorConnection> ConnectionSource for &'c mut C {
    type Executor = Async<'c, C>;

    fn executor(self) -> Async<'c, C> {
        Async::new(self)
    }
}

impl<'f, F: Connect> ConnectionSource for &'f F {
    type Executor = Pooled<'f, F>;

    fn executor(self) -> Pooled<'f, F> {
        Pooled::new(self)
    }
}
