//! Payment intents that Stripe makes itself: those that pay invoices.

use serde_json::Value;

use super::attempt;
use super::template::template;
use crate::cards::{AUTHENTICATION, Behaviour};
use crate::error::ApiError;
use crate::form::{Branch, Tree};
use crate::intents::{CANCELED, OPEN, REQUIRES_CONFIRMATION, Terms};
use crate::params::Params;
use crate::payment_methods;
use crate::state::{Call, text};

/// What is to be paid.
pub(crate) struct Bill<'a> {
    pub amount: i64,
    pub currency: &'a str,
    pub customer: &'a str,
    pub description: &'a str,
    /// Whether the payment method is to be kept for later payments.
    pub keep_method: bool,
    /// What it will be paid with, if that is known.
    pub method: Option<&'a str>,
}

/// A new payment intent, which nobody has tried to pay yet.
pub(crate) fn bill(call: &mut Call<'_>, bill: &Bill<'_>) -> Value {
    let mut intent = template(call, bill.amount, bill.currency);
    intent["automatic_payment_methods"] = Value::Null;
    intent["capture_method"] = "automatic".into();
    intent["customer"] = bill.customer.into();
    intent["description"] = bill.description.into();
    if bill.keep_method {
        intent["setup_future_usage"] = "off_session".into();
    }
    if let Some(method) = bill.method {
        intent["payment_method"] = method.into();
        intent["status"] = REQUIRES_CONFIRMATION.into();
    }
    call.create(&intent);
    intent
}

/// Tries to pay it with this payment method of its customer.
pub(crate) fn pay_bill(call: &mut Call<'_>, id: &str, method: &str, off_session: bool) -> Result<Value, ApiError> {
    let found = call.shelf.of_kind("payment_intent", id).filter(|intent| OPEN.contains(&text(intent, "status")));
    let Some(mut intent) = found.cloned() else { return Ok(Value::Null) };
    payment_methods::check_usable(call, method, text(&intent, "customer"))?;
    intent["payment_method"] = method.into();
    let form: Branch = vec![("off_session".to_owned(), Tree::Text(off_session.to_string()))];
    attempt::attempt(call, intent, &Terms::read(&Params::new(&form))?)
}

/// Cancels it: its invoice is void.
pub(crate) fn void_bill(call: &mut Call<'_>, id: &str) {
    let found = call.shelf.of_kind("payment_intent", id).filter(|intent| OPEN.contains(&text(intent, "status")));
    let Some(mut intent) = found.cloned() else { return };
    intent["status"] = CANCELED.into();
    intent["canceled_at"] = call.now.into();
    intent["cancellation_reason"] = "void_invoice".into();
    intent["next_action"] = Value::Null;
    call.change(&intent, "payment_intent.canceled");
}

/// Why a payment with this payment method would not succeed at once, if it would not.
pub(crate) fn why_unpaid(call: &Call<'_>, method: &str, off_session: bool) -> Option<ApiError> {
    let card = call.shelf.cards.get(method)?;
    let decline = match card.behaviour {
        Behaviour::Approves
        | Behaviour::ApprovesAvailable
        | Behaviour::RefundsLater
        | Behaviour::RefundsFail
        | Behaviour::Disputes(_) => return None,
        Behaviour::Declines(decline) | Behaviour::DeclinesPayments(decline) => decline,
        Behaviour::AuthenticatesOnSession if off_session => return None,
        Behaviour::AuthenticatesUnlessSetUp if card.set_up && off_session => return None,
        Behaviour::AlwaysAuthenticates
        | Behaviour::AuthenticatesThenDeclines(_)
        | Behaviour::AuthenticatesOnSession
        | Behaviour::AuthenticatesUnlessSetUp => &AUTHENTICATION,
    };
    Some(decline.error().with("payment_method", call.shelf.get(method).cloned().unwrap_or_default()))
}
