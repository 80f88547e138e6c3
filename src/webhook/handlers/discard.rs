//! The word by which a handler ends an event that is not to be tried again.

use std::fmt;

/// The error of a handler for an event that is **not to be tried again**: of an order that was deleted, say.
///
/// What handlers have written for the event is rolled back; its object stays mirrored. The event is `done`, and the reason is its
/// `last_error` in the [inbox](crate::webhook::inbox). It is logged, and counted as `discarded`.
///
/// ```
/// use diesel_stripe::webhook::{Discard, HandlerResult};
///
/// fn order_of(metadata: Option<&str>) -> HandlerResult {
///     metadata.ok_or_else(|| Discard::because("not paid for an order of this shop"))?;
///     Ok(())
/// }
/// # assert_eq!(order_of(None).unwrap_err().to_string(), "not paid for an order of this shop");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discard(String);

impl Discard {
    /// With the reason, which is stored: no personal data, please.
    pub fn because(reason: impl Into<String>) -> Self {
        Discard(reason.into())
    }

    /// The reason.
    pub fn reason(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Discard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Discard {}
