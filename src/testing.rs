//! [`FakeStripe`]: a small Stripe in the process, for tests. It is the crate [`fake_stripe`]; the [guide] says how to test with it what
//! uses this crate.

pub use fake_stripe::*;

pub mod guide;
