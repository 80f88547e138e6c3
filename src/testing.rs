//! FakeStripe.
