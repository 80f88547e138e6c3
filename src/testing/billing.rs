//! Billing: what is sold, to whom, and what for.

pub(super) mod coupons;
mod decimal;
pub(super) mod prices;
pub(super) mod products;
