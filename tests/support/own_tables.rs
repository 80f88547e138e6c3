//! The crate's own tables, with the migrations that make them.

use diesel_stripe::calls::StripeCall;
use diesel_stripe::mirror::Holder;
use diesel_stripe::refresh::Refresh;
use diesel_stripe::sql::OwnTable;
use diesel_stripe::webhook::inbox::InboxEvent;

pub const OWN_TABLES: [(&str, &[&OwnTable]); 3] =
    [("mirror", &[Holder::TABLE, Refresh::TABLE]), ("inbox", &[InboxEvent::TABLE]), ("calls", &[StripeCall::TABLE])];
