//! [`webhook`](crate::webhook) on blocking connections: no runtime, no tasks.
//!
//! ```no_run
//! # #[cfg(feature = "core")]
//! # fn example<C: diesel_stripe::blocking::MirrorConnection + 'static>(
//! #     conn: &mut C, header: Option<&str>, body: Vec<u8>,
//! # ) -> diesel_stripe::Result<u16> {
//! use diesel_stripe::blocking::webhook::{self, Handlers};
//! use diesel_stripe::mirror::Mirror;
//! use diesel_stripe::objects::PaymentIntent;
//! use diesel_stripe::webhook::Endpoint;
//!
//! // For each request: what to answer.
//! let endpoint = Endpoint::new(["whsec_…"])?;
//! let answer = webhook::receive(conn, &endpoint, header, body);
//!
//! // In a thread of its own, or after each request.
//! let handlers = Handlers::new().mirror(Mirror::live()).on::<PaymentIntent>("payment_intent.succeeded", |context| {
//!     println!("{} was paid", context.row.id); // what `context.conn()` writes is committed with the mirror's row
//!     Ok(())
//! });
//! webhook::process_pending(&webhook::processor(handlers), conn)?;
//! # Ok(answer.status())
//! # }
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::future::ready as value;

use bytes::Bytes;
use futures_util::FutureExt;

use super::{Blocking, MirrorConnection, Result, ready};
use crate::mirror::Mirror;
use crate::model::StripeModel;
use crate::webhook::handlers::{Call, Model, Registry, given, load_rows};
use crate::webhook::inbox::Claim;
use crate::webhook::{
    Answer, Committed, Context, Endpoint, HandlerResult, Pattern, Processed, Processor, apply_claim, store_one,
};

/// [`Endpoint::receive`].
pub fn receive(
    conn: &mut impl MirrorConnection,
    endpoint: &Endpoint,
    signature: Option<impl AsRef<[u8]>>,
    body: impl Into<Bytes>,
) -> Answer {
    match endpoint.verify(signature, body) {
        Ok(delivery) => store_one(&mut Blocking::new(conn), delivery).now_or_never().unwrap_or(Answer::Unavailable),
        Err(answer) => answer,
    }
}

/// A processor with these handlers: [`Processor::new`].
pub fn processor<C: MirrorConnection + 'static>(handlers: Handlers<C>) -> Processor<C> {
    Processor::of(handlers.registry)
}

/// [`Processor::process_pending`].
///
/// # Errors
/// Those of [`Processor::apply`].
pub fn process_pending<C: MirrorConnection + 'static>(processor: &Processor<C>, conn: &mut C) -> Result<Processed> {
    ready(crate::webhook::process_pending(processor, &mut Blocking::new(conn)))
}

/// [`Processor::apply`].
///
/// # Errors
/// Those of [`Processor::apply`].
pub fn apply<C: MirrorConnection + 'static>(processor: &Processor<C>, conn: &mut C, claim: Claim) -> Result<Processed> {
    ready(apply_claim(processor, &mut Blocking::new(conn), claim))
}

/// Handlers of events on blocking connections of the type `C`: [`webhook::Handlers`](crate::webhook::Handlers), with closures.
/// They cannot be interrupted: what takes longer than the lease is done for nothing.
pub struct Handlers<C> {
    registry: Registry<C>,
}

impl<C> fmt::Debug for Handlers<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handlers").field(&self.registry.patterns().collect::<Vec<_>>()).finish()
    }
}

impl<C: MirrorConnection + 'static> Default for Handlers<C> {
    fn default() -> Self {
        Handlers::new()
    }
}

impl<C: MirrorConnection + 'static> Handlers<C> {
    /// The mirror, and nothing else.
    pub fn new() -> Self {
        Handlers { registry: Registry::new() }
    }

    /// The mirror's settings. A handler's own model is mirrored too.
    #[must_use]
    pub fn mirror(mut self, mirror: Mirror) -> Self {
        self.registry.mirror = mirror;
        self
    }

    /// Leaves the objects of such events out of the mirror: see
    /// [`webhook::Handlers::without_mirror`](crate::webhook::Handlers::without_mirror).
    #[must_use]
    pub fn without_mirror(mut self, pattern: impl Into<Pattern>) -> Self {
        self.registry.unmirrored.push(pattern.into());
        self
    }

    /// Calls a function, once per event, with a row that is [at least as new](crate::webhook::Handlers#the-row), for events of such
    /// types whose object is an `M` with an id.
    #[must_use]
    pub fn on<M: StripeModel + Sync>(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl Fn(Context<'_, C, M>) -> HandlerResult + Send + Sync + 'static,
    ) -> Self {
        self.registry.add(
            pattern,
            Some(model::<M, C>()),
            Call::Within(Box::new(move |event, row, outcome, conn| {
                Box::pin(value(
                    given(row).and_then(|(row, row_from)| handler(Context { event, row, row_from, outcome, conn })),
                ))
            })),
        );
        self
    }

    /// Calls a function for events of such types, whatever their object is, if they have one.
    #[must_use]
    pub fn on_event(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl Fn(Context<'_, C>) -> HandlerResult + Send + Sync + 'static,
    ) -> Self {
        self.registry.add(
            pattern,
            None,
            Call::Within(Box::new(move |event, _, outcome, conn| {
                Box::pin(value(handler(Context::without_row(event, outcome, conn))))
            })),
        );
        self
    }

    /// Calls a function for every event.
    #[must_use]
    pub fn on_any(self, handler: impl Fn(Context<'_, C>) -> HandlerResult + Send + Sync + 'static) -> Self {
        self.on_event("*", handler)
    }

    /// Calls a function after the transaction of such an event is committed, at least once per event, with a row that is at least as
    /// new.
    #[must_use]
    pub fn after_commit<M: StripeModel + Sync>(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl Fn(Committed<M>) -> HandlerResult + Send + Sync + 'static,
    ) -> Self {
        self.registry.add(
            pattern,
            Some(model::<M, C>()),
            Call::After(Box::new(move |event, row| Box::pin(value(Committed::of(event, row).and_then(&handler))))),
        );
        self
    }

    /// [`after_commit`](Self::after_commit), whatever the event's object is.
    #[must_use]
    pub fn after_commit_of_event(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl Fn(Committed) -> HandlerResult + Send + Sync + 'static,
    ) -> Self {
        self.registry.add(
            pattern,
            None,
            Call::After(Box::new(move |event, _| Box::pin(value(handler(Committed::without_row(event)))))),
        );
        self
    }

    /// [`webhook::Handlers::event_types`](crate::webhook::Handlers::event_types).
    pub fn event_types(&self) -> BTreeSet<String> {
        self.registry.event_types()
    }
}

fn model<M: StripeModel + Sync, C: MirrorConnection + 'static>() -> Model<C> {
    Model::of::<M>(Box::new(|conn, kind, keys| Box::pin(load_rows::<_, M>(Blocking::new(conn), kind, keys))))
}

/// [`webhook::inbox`](crate::webhook::inbox) on a blocking connection.
pub mod inbox {
    use std::time::Duration;

    use super::{Blocking, Claim, MirrorConnection, Result, ready};
    use crate::webhook::Delivery;
    use crate::webhook::inbox::{
        Replay, Replayed, Retained, Retention, State, Stats, Stored, claim_with, keys, prune_with, release_with,
        replay_with, retain_with, stats_with, store_with,
    };

    /// [`inbox::store`](crate::webhook::inbox::store).
    ///
    /// # Errors
    /// Those of [`inbox::store`](crate::webhook::inbox::store).
    pub fn store(conn: &mut impl MirrorConnection, deliveries: &[Delivery]) -> Result<Stored> {
        ready(store_with(&mut Blocking::new(conn), &deliveries.iter().collect::<Vec<_>>()))
    }

    /// [`inbox::claim`](crate::webhook::inbox::claim).
    ///
    /// # Errors
    /// Those of [`inbox::claim`](crate::webhook::inbox::claim).
    pub fn claim(conn: &mut impl MirrorConnection, limit: u32, lease: Duration) -> Result<Claim> {
        ready(claim_with(&mut Blocking::new(conn), State::Pending, limit, lease))
    }

    /// [`inbox::release`](crate::webhook::inbox::release).
    ///
    /// # Errors
    /// Those of [`inbox::release`](crate::webhook::inbox::release).
    pub fn release(conn: &mut impl MirrorConnection, claim: &Claim) -> Result<()> {
        ready(release_with(&mut Blocking::new(conn), &claim.token, keys(&claim.events)))
    }

    /// [`inbox::stats`](crate::webhook::inbox::stats).
    ///
    /// # Errors
    /// Those of [`inbox::stats`](crate::webhook::inbox::stats).
    pub fn stats(conn: &mut impl MirrorConnection) -> Result<Stats> {
        ready(stats_with(&mut Blocking::new(conn)))
    }

    /// [`inbox::replay`](crate::webhook::inbox::replay).
    ///
    /// # Errors
    /// Those of [`inbox::replay`](crate::webhook::inbox::replay).
    pub fn replay(conn: &mut impl MirrorConnection, which: &Replay) -> Result<Replayed> {
        ready(replay_with(&mut Blocking::new(conn), which))
    }

    /// [`inbox::retain`](crate::webhook::inbox::retain).
    ///
    /// # Errors
    /// Those of [`inbox::retain`](crate::webhook::inbox::retain).
    pub fn retain(conn: &mut impl MirrorConnection, retention: &Retention) -> Result<Retained> {
        ready(retain_with(&mut Blocking::new(conn), retention, None))
    }

    /// [`inbox::prune`](crate::webhook::inbox::prune).
    ///
    /// # Errors
    /// Those of [`inbox::prune`](crate::webhook::inbox::prune).
    pub fn prune(conn: &mut impl MirrorConnection, older_than: Duration) -> Result<usize> {
        ready(prune_with(&mut Blocking::new(conn), older_than))
    }
}
