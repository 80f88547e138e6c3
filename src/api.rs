//! Stripe's API as traits over the models.

mod answer;

pub use answer::Answer;
