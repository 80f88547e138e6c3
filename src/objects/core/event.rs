//! Event: <https://docs.stripe.com/api/events/object>.

kind! {
    object: "event",
    feature: "core",
    ids: ["evt_"],
    served: ["/events"],
    listed: "/events" { created: true },
    // The object as it was when the event was made.
    history: ["/data"],
}

#[cfg(feature = "core")]
pub use row::Event;

#[cfg(feature = "core")]
mod row {
    use std::ops::{Deref, DerefMut};

    use diesel::backend::Backend;
    use diesel::deserialize::{self, Queryable};
    use diesel::expression::Selectable;

    use crate::model::{RowState, StripeModel, StripeObject, Table, stripe_objects};
    use crate::sql::Cells;

    /// Something that happened to an object, with the object as it was then, as Stripe's API answers it.
    ///
    /// Events have no table of their own among the mirrored ones: what was delivered is in the inbox of
    /// [`webhook`](crate::webhook). One that is mirrored all the same is a row of `stripe_objects`.
    ///
    /// Stripe answers for the last 30 days only: that an event cannot be retrieved does not mean that it was deleted.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Event(pub StripeObject);

    impl Deref for Event {
        type Target = StripeObject;

        fn deref(&self) -> &StripeObject {
            &self.0
        }
    }

    impl DerefMut for Event {
        fn deref_mut(&mut self) -> &mut StripeObject {
            &mut self.0
        }
    }

    impl<ST, DB> Queryable<ST, DB> for Event
    where
        DB: Backend,
        StripeObject: Queryable<ST, DB>,
    {
        type Row = <StripeObject as Queryable<ST, DB>>::Row;

        fn build(row: Self::Row) -> deserialize::Result<Self> {
            StripeObject::build(row).map(Event)
        }
    }

    impl<DB: Backend> Selectable<DB> for Event
    where
        StripeObject: Selectable<DB>,
    {
        type SelectExpression = <StripeObject as Selectable<DB>>::SelectExpression;

        fn construct_selection() -> Self::SelectExpression {
            StripeObject::construct_selection()
        }
    }

    crate::__row!(Event, stripe_objects::SqlType);

    impl StripeModel for Event {
        const TABLE: &'static Table = StripeObject::TABLE;

        fn state(&self) -> RowState {
            self.0.state()
        }

        fn from_cells(cells: &mut Cells) -> Option<Self> {
            StripeObject::from_cells(cells).map(Event)
        }
    }
}

#[cfg(all(feature = "api", feature = "core"))]
mod api {
    use stripe_core::event::{ListEvent, RetrieveEvent};

    use super::row::Event;
    use crate::api::{ApiList, ApiModel, ApiRetrieve};

    impl ApiModel for Event {
        type Typed = stripe_shared::Event;
    }

    impl ApiRetrieve for Event {
        type Retrieve = RetrieveEvent;
    }

    impl ApiList for Event {
        type List = ListEvent;
    }
}
