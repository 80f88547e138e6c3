//! Event: <https://docs.stripe.com/api/events/object>.

// `object_id` and `object_kind` are plain text, and no reference to `/data/object`: that snapshot is what the event is
// about, not an expansion that can be left out of its content.
// `request_id` has no older path: `/request` was the id itself once, and is an object now, which is not a text.
crate::stripe_model! {
    /// Something that happened to an object, with the object as it was then.
    ///
    /// Stripe answers for the last 30 days only: that an event cannot be retrieved does not mean that it was deleted.
    pub struct Event {
        object: "event",
        table: stripe_events,
        endpoint: "/events",
        columns: {
            /// The idempotency key of the request that caused it.
            idempotency_key: Text = ["/request/idempotency_key"],
            /// The id of the object that it is about; unset for objects without one, as an upcoming invoice.
            object_id: Text = ["/data/object/id"],
            /// The kind of that object: `payment_intent`, …
            object_kind: Text = ["/data/object/object"],
            /// How many webhook endpoints have not yet taken it.
            pending_webhooks: BigInt,
            /// The id of the request that caused it; unset if Stripe did, and before API version 2017-05-25.
            request_id: Text = ["/request/id"],
            /// What happened: `payment_intent.succeeded`, …
            type_ as "type": Text,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::event::{ListEvent, RetrieveEvent};

    use super::Event;
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
