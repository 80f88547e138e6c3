//! What is to happen when an event comes.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::BoxFuture;

use super::{BoxError, Event, Pattern, event_types};
use crate::database::{Async, MirrorConnection};
use crate::error::Result;
use crate::mirror::{Inserted, Mirror};
use crate::model::{StripeModel, Table};
use crate::observed::Outcome;

mod context;
mod discard;
mod given;

pub(crate) use context::Lent;
pub use context::{Committed, Context, RowFrom};
pub use discard::Discard;
pub(crate) use given::{AnyRow, Given, ObjectKey, Rows, given, load_rows};

/// What a handler returns. Any error will do.
pub type HandlerResult = std::result::Result<(), BoxError>;

/// An async function or closure of one argument, whose future may go to another thread. Rust implements it.
///
/// It says in stable Rust what `AsyncFn(A) -> HandlerResult` does not: that the future is `Send`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler of `{A}`",
    label = "an async function of one argument is expected, which returns a `HandlerResult`",
    note = "a closure that captures something, or borrows across an `await`, is no handler by itself: implement \
            `diesel_stripe::webhook::Handler` for a struct that has what is captured, and use `on_handler`",
    note = "after a commit: `move |committed| async move {{ … Ok(()) }}`, whose captures are cloned into the future"
)]
pub trait HandlerFn<A>: Fn(A) -> <Self as HandlerFn<A>>::Future + Send + Sync + 'static {
    /// What it returns.
    type Future: Future<Output = HandlerResult>;
}

#[diagnostic::do_not_recommend]
impl<A, F, Fut> HandlerFn<A> for F
where
    F: Fn(A) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = HandlerResult>,
{
    type Future = Fut;
}

/// A handler with something of its own: a client, a queue, settings. What has nothing is a function: [`Handlers::on`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler of events on connections of the type `{C}`",
    label = "`Handler<{C}, {M}>` is not implemented for it",
    note = "implement `async fn handle(&self, context: Context<'_, {C}, {M}>) -> HandlerResult`; an async function without \
            anything of its own is added by `on` or `on_event`"
)]
pub trait Handler<C, M = ()>: Send + Sync + 'static {
    /// Handles an event.
    fn handle(&self, context: Context<'_, C, M>) -> impl Future<Output = HandlerResult> + Send;
}

/// Handlers of events, on async connections of the type `C`; for blocking ones see
/// [`blocking::webhook`](crate::blocking::webhook).
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::database::MirrorConnection;
/// use diesel_stripe::objects::{PaymentIntent, StripeObject};
/// use diesel_stripe::webhook::{Context, HandlerResult, Handlers};
///
/// async fn paid<C: MirrorConnection>(context: Context<'_, C, PaymentIntent>) -> HandlerResult {
///     println!("{} was paid {:?}", context.row.id, context.row.amount_received);
///     Ok(()) // what it writes with `context.conn()` is committed together with the mirror's change
/// }
///
/// fn handlers<C: MirrorConnection + 'static>() -> Handlers<C> {
///     Handlers::new()
///         .on::<PaymentIntent>("payment_intent.succeeded", paid)
///         .on_any(async |context| {
///             println!("{}", context.event.kind);
///             Ok(())
///         })
///         .after_commit::<PaymentIntent>("payment_intent.succeeded", |committed| async move {
///             println!("a letter to {:?}", committed.row.customer);
///             Ok(())
///         })
/// }
/// # }
/// ```
///
/// Handlers of one event run in the order in which they were added, after the mirror; events in the order in which Stripe created
/// them, those of a batch whose handlers never ask for the [connection](Context::conn) before the others. If a handler fails,
/// everything that was written for this event is rolled back, and the event is tried again later; no other event's handler is called
/// again because of it. A handler that does not want an event to be tried again returns [`Discard`].
///
/// # Once per event
///
/// What a handler writes with `context.conn()` happens **once per event**. Stripe may make two events, with ids of their own, of one
/// change: then a handler is called twice. What must happen once per object is made so by its key, such as the id of the payment
/// intent.
///
/// # The row
///
/// A handler that is given a row **never sees one that is older than its event**. Where only Stripe knows whether the mirror's row
/// is as new, as with several events of one object in one second, the event waits for the object to be
/// [read again](crate::refresh); no other event is held up. It does not wait for [ever](super::Processor::tie_wait), nor where the
/// mirror has [no client](crate::mirror::Ties::PreviousAttributes): then the row is made of the event's own object, and
/// [`Context::row_from`] says so. The event's own object is there in any case: [`Event::object`].
pub struct Handlers<C> {
    pub(crate) registry: Registry<C>,
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

    /// The mirror's settings. A handler's own model is mirrored too. The default says no [mode](crate::mirror#live-or-test), so that
    /// the database must have one.
    #[must_use]
    pub fn mirror(mut self, mirror: Mirror) -> Self {
        self.registry.mirror = mirror;
        self
    }

    /// Leaves the objects of such events out of the mirror. Handlers see the events all the same; typed ones with the mirror's row, if
    /// that is at least as new, and otherwise with one that is made of the event's object.
    #[must_use]
    pub fn without_mirror(mut self, pattern: impl Into<Pattern>) -> Self {
        self.registry.unmirrored.push(pattern.into());
        self
    }

    /// Calls an async function, once per event, with a row that is [at least as new](Self#the-row), for events of such types **whose
    /// object is an `M`** with an id: those of `charge.*` that are about a dispute are not a [`Charge`](crate::objects::Charge)'s.
    ///
    /// The function can be an `async` closure without anything of its own; otherwise implement [`Handler`].
    #[must_use]
    pub fn on<M: StripeModel + Sync>(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl for<'a> AsyncFn(Context<'a, C, M>) -> HandlerResult
        + for<'a> HandlerFn<Context<'a, C, M>, Future: Send>,
    ) -> Self {
        self.registry.add(
            pattern,
            Some(model::<M, C>()),
            Call::Within(Box::new(move |event, row, outcome, conn| match given(row) {
                Ok((row, row_from)) => Box::pin(handler(Context { event, row, row_from, outcome, conn })),
                Err(error) => Box::pin(async { Err(error) }),
            })),
        );
        self
    }

    /// [`on`](Self::on), for a [`Handler`] with something of its own.
    #[must_use]
    pub fn on_handler<M: StripeModel + Sync>(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl Handler<C, M>,
    ) -> Self {
        let handler = Arc::new(handler);
        self.registry.add(
            pattern,
            Some(model::<M, C>()),
            Call::Within(Box::new(move |event, row, outcome, conn| {
                let handler = Arc::clone(&handler);
                Box::pin(async move {
                    let (row, row_from) = given(row)?;
                    handler.handle(Context { event, row, row_from, outcome, conn }).await
                })
            })),
        );
        self
    }

    /// Calls an async function for events of such types, whatever their object is, if they have one.
    #[must_use]
    pub fn on_event(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl for<'a> AsyncFn(Context<'a, C>) -> HandlerResult + for<'a> HandlerFn<Context<'a, C>, Future: Send>,
    ) -> Self {
        self.registry.add(
            pattern,
            None,
            Call::Within(Box::new(move |event, _, outcome, conn| {
                Box::pin(handler(Context::without_row(event, outcome, conn)))
            })),
        );
        self
    }

    /// [`on_event`](Self::on_event), for a [`Handler`] with something of its own.
    #[must_use]
    pub fn on_event_handler(mut self, pattern: impl Into<Pattern>, handler: impl Handler<C>) -> Self {
        let handler = Arc::new(handler);
        self.registry.add(
            pattern,
            None,
            Call::Within(Box::new(move |event, _, outcome, conn| {
                let handler = Arc::clone(&handler);
                Box::pin(async move { handler.handle(Context::without_row(event, outcome, conn)).await })
            })),
        );
        self
    }

    /// Calls an async function for every event.
    #[must_use]
    pub fn on_any(
        self,
        handler: impl for<'a> AsyncFn(Context<'a, C>) -> HandlerResult + for<'a> HandlerFn<Context<'a, C>, Future: Send>,
    ) -> Self {
        self.on_event("*", handler)
    }

    /// Calls a function after the transaction of such an event is committed, **at least once per event**: what must not happen
    /// inside, as it cannot be rolled back. After a crash it is called again, and so it is after an error, with growing delays.
    /// Its row is not older than the event either.
    #[must_use]
    pub fn after_commit<M: StripeModel + Sync>(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl HandlerFn<Committed<M>, Future: Send + 'static>,
    ) -> Self {
        self.registry.add(
            pattern,
            Some(model::<M, C>()),
            Call::After(Box::new(move |event, row| match Committed::of(event, row) {
                Ok(committed) => Box::pin(handler(committed)),
                Err(error) => Box::pin(async { Err(error) }),
            })),
        );
        self
    }

    /// [`after_commit`](Self::after_commit), whatever the event's object is.
    #[must_use]
    pub fn after_commit_of_event(
        mut self,
        pattern: impl Into<Pattern>,
        handler: impl HandlerFn<Committed, Future: Send + 'static>,
    ) -> Self {
        self.registry.add(
            pattern,
            None,
            Call::After(Box::new(move |event, _| Box::pin(handler(Committed::without_row(event))))),
        );
        self
    }

    /// The types of events that Stripe is to tell of: those with a handler, and those of the objects with a table in the mirror.
    /// For [`Registration::events`](crate::webhook::registration::Registration::events), or for whatever else makes the webhook
    /// endpoint.
    ///
    /// Patterns are written out, since Stripe takes names; but [`on_any`](Self::on_any) needs `*`, and that alone. What goes
    /// whole into `stripe_objects` is told of if a handler wants it. Thin events (`v2.…`) are left out: they come to destinations
    /// of another kind.
    ///
    /// ```
    /// # #[cfg(feature = "core")]
    /// # fn example<C: diesel_stripe::database::MirrorConnection + 'static>() {
    /// use diesel_stripe::webhook::Handlers;
    ///
    /// let types = Handlers::<C>::new().event_types();
    /// assert!(types.contains("payment_intent.succeeded") && !types.contains("payout.paid"));
    /// # }
    /// ```
    pub fn event_types(&self) -> BTreeSet<String> {
        self.registry.event_types()
    }
}

fn model<M: StripeModel + Sync, C: MirrorConnection + 'static>() -> Model<C> {
    Model::of::<M>(Box::new(|conn, kind, keys| Box::pin(load_rows::<_, M>(Async::new(conn), kind, keys))))
}

impl<C> fmt::Debug for Handlers<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handlers").field(&self.registry.patterns().collect::<Vec<_>>()).finish()
    }
}

type Load<C> = dyn for<'a> Fn(&'a mut C, &'a str, &'a [ObjectKey]) -> BoxFuture<'a, Result<Rows>> + Send + Sync;
type Within<C> = dyn for<'a> Fn(&'a Event, Option<&'a Given>, Option<Outcome>, Lent<'a, C>) -> BoxFuture<'a, HandlerResult>
    + Send
    + Sync;
type After = dyn Fn(Arc<Event>, Option<&Given>) -> BoxFuture<'static, HandlerResult> + Send + Sync;

/// How one handler is called, within the transaction or after its commit.
pub(crate) enum Call<C> {
    Within(Box<Within<C>>),
    After(Box<After>),
}

/// The model whose row a handler wants.
pub(crate) struct Model<C> {
    pub(crate) id: TypeId,
    pub(crate) table: &'static Table,
    pub(crate) load: Box<Load<C>>,
    /// The row of an object of this kind, if it was just inserted.
    pub(crate) inserted: fn(&Inserted, &str, &ObjectKey) -> Option<AnyRow>,
    /// The row that an event's own object would be.
    pub(crate) read: fn(&Event) -> Result<Option<AnyRow>>,
}

impl<C> Model<C> {
    pub(crate) fn of<M: StripeModel + Sync>(load: Box<Load<C>>) -> Self {
        let inserted = |rows: &Inserted, object: &str, (id, account): &ObjectKey| {
            rows.row::<M>(object, id, account).map(|row| Arc::new(row) as AnyRow)
        };
        let read = |event: &Event| Ok(event.object::<M>()?.map(|row| Arc::new(row) as AnyRow));
        Model { id: TypeId::of::<M>(), table: M::TABLE, load, inserted, read }
    }
}

pub(crate) struct Entry<C> {
    pattern: Pattern,
    pub(crate) model: Option<Model<C>>,
    pub(crate) call: Call<C>,
    /// So often it was called and left the connection alone; [`USES`](Self::USES) once it did not.
    quiet: AtomicU32,
}

impl<C> Entry<C> {
    /// The kind of object that it is for, if it is for one.
    fn object(&self) -> Option<&'static str> {
        self.model.as_ref()?.table.object
    }

    const USES: u32 = u32::MAX;
    /// A handler that has left the connection alone so often is expected to do so.
    const KNOWN: u32 = 8;

    /// Whether the handler is expected to leave the connection alone.
    pub(crate) fn is_quiet(&self) -> bool {
        (Self::KNOWN..Self::USES).contains(&self.quiet.load(Ordering::Relaxed))
    }

    /// Notes whether a call has used the connection.
    pub(crate) fn noted(&self, used: bool) {
        let before = self.quiet.load(Ordering::Relaxed);
        if used {
            self.quiet.store(Self::USES, Ordering::Relaxed);
        } else if before < Self::KNOWN {
            // Another call may have found out at the same time that it uses the connection.
            let _ = self.quiet.compare_exchange(before, before + 1, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    pub(crate) fn pattern(&self) -> &str {
        self.pattern.as_str()
    }
}

/// All handlers of a connection's type, async or blocking.
pub(crate) struct Registry<C> {
    pub(crate) mirror: Mirror,
    pub(crate) unmirrored: Vec<Pattern>,
    entries: Vec<Entry<C>>,
}

impl<C> Registry<C> {
    pub(crate) fn new() -> Self {
        Registry { mirror: Mirror::default(), unmirrored: Vec::new(), entries: Vec::new() }
    }

    pub(crate) fn add(&mut self, pattern: impl Into<Pattern>, model: Option<Model<C>>, call: Call<C>) {
        self.entries.push(Entry { pattern: pattern.into(), model, call, quiet: AtomicU32::new(0) });
    }

    /// The mirror, with the handlers' own models.
    pub(crate) fn whole_mirror(&self) -> Mirror {
        let mut mirror = self.mirror.clone();
        for table in self.entries.iter().filter_map(|entry| Some(entry.model.as_ref()?.table)) {
            mirror.add(table);
        }
        mirror
    }

    /// The types of events that have something to happen.
    pub(crate) fn event_types(&self) -> BTreeSet<String> {
        let wanted = self.entries.iter().flat_map(|entry| match entry.object() {
            // A handler that wants every event of an object wants no other object's.
            Some(kind) if entry.pattern.as_str().ends_with('*') => {
                event_types::of_object(kind).filter(|name| entry.pattern.matches(name)).collect()
            }
            _ => vec![entry.pattern.as_str().to_owned()],
        });
        let mirror = self.whole_mirror();
        let mirrored = mirror.all_tables().filter_map(|table| table.object).flat_map(event_types::of_object);
        let mirrored = mirrored.filter(|name| self.mirrors(name));
        event_types::enabled(wanted.chain(mirrored).map(Pattern::from))
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.pattern.as_str())
    }

    pub(crate) fn mirrors(&self, kind: &str) -> bool {
        !self.unmirrored.iter().any(|pattern| pattern.matches(kind))
    }

    /// Whose call this event is: by its type, and by the kind of its object.
    pub(crate) fn of<'r>(&'r self, mirror: &Mirror, event: &Event) -> impl Iterator<Item = &'r Entry<C>> {
        let tables = event.object_kind.as_deref().map_or_else(Vec::new, |kind| mirror.tables_of(kind));
        let has_id = event.object_id.is_some();
        let kind = event.kind.clone();
        self.entries.iter().filter(move |entry| {
            let is_of_model = |model: &Model<C>| has_id && tables.contains(&model.table);
            entry.pattern.matches(&kind) && entry.model.as_ref().is_none_or(is_of_model)
        })
    }

    pub(crate) fn runs_after_commit(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.call, Call::After(_)))
    }
}
