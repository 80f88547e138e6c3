//! What handlers are given.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Given, given};
use crate::observed::Outcome;
use crate::webhook::{BoxError, Event};

/// What a handler is given: the event, a row of its object, and the [connection](Self::conn) with the transaction in which all of it
/// happens.
#[non_exhaustive]
pub struct Context<'a, C, M = ()> {
    /// The event. What its object was when it happened, as a row too, is [`event.object::<M>()`](Event::object).
    pub event: &'a Event,
    /// The object's row, **at least as new as the event**. It may be newer: act on the event's type, and read from the row what
    /// holds now. A row that was just inserted is given as it was sent to the database, not as a trigger has changed it.
    pub row: &'a M,
    /// Where the row is from. It is the mirror's, but for the few cases in which nobody could tell in time whether that is as new as
    /// the event. Without a row it says nothing.
    pub row_from: RowFrom,
    /// What became of the event's snapshot; `None` if there was none to mirror. `Stale` says that the row is newer than the event,
    /// not that the event was handled: several events of one object may be in a batch, and then only the last is applied. `Tied`
    /// says that only Stripe knew which is newer; the row was read again since, if it is the mirror's.
    pub outcome: Option<Outcome>,
    pub(crate) conn: Lent<'a, C>,
}

/// The connection of a transaction, lent to a handler.
pub(crate) struct Lent<'a, C> {
    pub(crate) conn: &'a mut C,
    /// Whether the handler has asked for it.
    pub(crate) used: &'a AtomicBool,
}

impl<C, M> Context<'_, C, M> {
    /// The connection. What is written with it is committed together with the mirror's change and with the event's `done`, or not at
    /// all.
    ///
    /// An event whose handlers ask for the connection is processed within a savepoint of its own; events whose handlers never do are
    /// processed together, and faster. So ask for it only where it is used.
    pub fn conn(&mut self) -> &mut C {
        self.conn.used.store(true, Ordering::Relaxed);
        self.conn.conn
    }
}

/// What is given to what happens after the commit: the event, and the mirrored row as it stands now.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Committed<M = ()> {
    /// The event.
    pub event: Arc<Event>,
    /// The object's row, at least as new as the event.
    pub row: Arc<M>,
    /// Where the row is from. Without a row it says nothing.
    pub row_from: RowFrom,
}

/// Where the row is from that a handler is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowFrom {
    /// It is the mirror's row as it stands, which is at least as new as the event.
    Mirror,
    /// It is made of the event's own object, and is in no table: what the object was when the event happened, and perhaps is no
    /// more. Only Stripe knows whether the mirror's row is newer than the event, and the object was not read again
    /// [in time](crate::webhook::Processor::tie_wait), or there is nobody to read it; or the event is one that
    /// [is not mirrored](crate::webhook::Handlers::without_mirror).
    Event,
}

impl<'a, C> Context<'a, C> {
    pub(crate) fn without_row(event: &'a Event, outcome: Option<Outcome>, conn: Lent<'a, C>) -> Self {
        Context { event, row: &(), row_from: RowFrom::Mirror, outcome, conn }
    }
}

impl<M: Send + Sync + 'static> Committed<M> {
    pub(crate) fn of(event: Arc<Event>, row: Option<&Given>) -> Result<Self, BoxError> {
        let (_, row_from) = given::<M>(row)?;
        let row = row.and_then(|given| Arc::clone(&given.row).downcast().ok()).ok_or("the row is of another model")?;
        Ok(Committed { event, row, row_from })
    }
}

impl Committed {
    pub(crate) fn without_row(event: Arc<Event>) -> Self {
        Committed { event, row: Arc::new(()), row_from: RowFrom::Mirror }
    }
}
