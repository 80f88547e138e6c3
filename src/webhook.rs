//! Webhooks: from a signed delivery to rows and effects.

pub mod signature;
