//! Payment methods: cards, made of a test card's token or number: <https://docs.stripe.com/api/payment_methods>.

mod card;
mod routes;

use serde_json::Value;

use super::cards::{self, Behaviour, Card};
use super::error::ApiError;
use super::lists;
use super::params::{Params, TEXT};
use super::state::{Call, number, text};

pub(super) use routes::ROUTES;

const NOUN: &str = "PaymentMethod";

/// No event tells of it: a payment method without a customer is nobody's yet.
pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (object, behaviour) = card::from_data(call, &params)?;
    keep(call, &object, behaviour);
    Ok(object)
}

pub(super) fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("payment_method", NOUN, "payment_method")
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut object = retrieve(call)?;
    if object["customer"].is_null() {
        let message = "You must save this PaymentMethod to a customer before you can update it.";
        return Err(ApiError::invalid(message).during_work());
    }
    card::describe(&mut object, &params)?;
    if let Some(card) = params.nested("card")? {
        card.only(&["exp_month", "exp_year", "networks"])?;
        let stored = &mut object["card"];
        let month = card.integer("exp_month")?.unwrap_or_else(|| number(stored, "exp_month"));
        let year = card.integer("exp_year")?.unwrap_or_else(|| number(stored, "exp_year"));
        let (month, year) = card::check_expiry(call, &card, (month, year))?;
        stored["exp_month"] = month.into();
        stored["exp_year"] = year.into();
    }
    call.change(&object, "payment_method.updated");
    Ok(object)
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.filled("customer", TEXT)?;
    if let Some(customer) = customer {
        call.check_reference("customer", "customer", customer, "customer")?;
    }
    page(call, customer)
}

/// `/v1/customers/{}/payment_methods`
pub(super) fn list_of_customer(call: &mut Call<'_>) -> Result<Value, ApiError> {
    check_customer(call)?;
    page(call, Some(call.id))
}

/// `/v1/customers/{}/payment_methods/{}`
pub(super) fn retrieve_of_customer(call: &mut Call<'_>) -> Result<Value, ApiError> {
    check_customer(call)?;
    let found = call.shelf.get(call.second_id).filter(|object| object["object"] == "payment_method");
    let found = found.filter(|object| object["customer"] == call.id).cloned();
    found.ok_or_else(|| ApiError::no_such(NOUN, call.second_id, "payment_method"))
}

fn check_customer(call: &Call<'_>) -> Result<(), ApiError> {
    let missing = || ApiError::no_such("customer", call.id, "customer");
    call.check_reference("customer", "customer", call.id, "customer").map_err(|_| missing())
}

fn page(call: &Call<'_>, customer: Option<&str>) -> Result<Value, ApiError> {
    let kind = call.params.choice("type", &[&["card"], routes::OTHER_KINDS].concat())?;
    let redisplay = call.params.choice("allow_redisplay", &card::REDISPLAY)?;
    lists::page(call, "payment_method", "payment_method", |object| {
        customer.is_none_or(|customer| object["customer"] == customer)
            && kind.is_none_or(|kind| object["type"] == kind)
            && redisplay.is_none_or(|redisplay| object["allow_redisplay"] == redisplay)
    })
}

/// `/v1/payment_methods/{}/attach`: the id may be a test card's token.
pub(super) fn attach_to_customer(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.required("customer", TEXT)?;
    call.check_reference("customer", "customer", customer, "customer")?;
    let named = call.id;
    let missing = |_| ApiError::no_such(NOUN, named, "payment_method");
    let id = by_id_or_token(call, named, "payment_method").map_err(missing)?;
    let owner = call.shelf.get(&id).map(|object| text(object, "customer")).unwrap_or_default();
    if !owner.is_empty() && owner != customer {
        let message = "The payment method you provided has already been attached to a customer.";
        return Err(ApiError::parameter("payment_method", message).during_work());
    }
    if owner.is_empty() {
        check_usable(call, &id, customer)?;
        check_attachable(call, &id)?;
        attach(call, &id, customer);
    }
    call.shelf.get(&id).cloned().ok_or_else(|| ApiError::no_such(NOUN, &id, "payment_method"))
}

pub(super) fn detach(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let mut object = retrieve(call)?;
    let customer = text(&object, "customer").to_owned();
    if customer.is_empty() {
        let message = "The payment method you provided is not attached to a customer so detachment is impossible.";
        return Err(ApiError::parameter("payment_method", message).during_work());
    }
    object["customer"] = Value::Null;
    if let Some(card) = call.shelf.cards.get_mut(call.id) {
        card.spent = true;
    }
    call.change(&object, "payment_method.detached");
    // It can be nobody's default any more.
    if let Some(mut owner) = call.shelf.get(&customer).cloned()
        && owner["deleted"] != true
        && owner["invoice_settings"]["default_payment_method"] == call.id
    {
        owner["invoice_settings"]["default_payment_method"] = Value::Null;
        call.change(&owner, "customer.updated");
    }
    Ok(object)
}

/// The payment method that `payment_method` names or `payment_method_data` describes, stored.
///
/// The token of a test card (`pm_card_visa`) is a new payment method each time.
pub(super) fn choose(call: &mut Call<'_>, params: &Params<'_>) -> Result<Option<String>, ApiError> {
    if let Some(id) = params.filled("payment_method", TEXT)? {
        return by_id_or_token(call, id, "payment_method").map(Some);
    }
    let Some(data) = params.nested("payment_method_data")? else { return Ok(None) };
    let (object, behaviour) = card::from_data(call, &data)?;
    data.only(&["allow_redisplay", "billing_details", "card", "metadata", "radar_options", "type"])?;
    Ok(Some(keep(call, &object, behaviour)))
}

/// The payment method with this id; for a test card's token, a new one.
pub(super) fn by_id_or_token(call: &mut Call<'_>, id: &str, param: &str) -> Result<String, ApiError> {
    if let Some(card) = cards::by_token(id).filter(|_| id.starts_with("pm_") && !call.scope.livemode) {
        let (object, behaviour) = card::from_token(call, card);
        return Ok(keep(call, &object, behaviour));
    }
    call.check_reference("payment_method", "PaymentMethod", id, param)?;
    Ok(id.to_owned())
}

/// How the card of a payment method behaves.
pub(super) fn behaviour(call: &Call<'_>, id: &str) -> Behaviour {
    call.shelf.cards.get(id).map_or(Behaviour::Approves, |card| card.behaviour)
}

/// Refuses a card that its issuer declines: Stripe asks before it makes a card a customer's.
pub(super) fn check_attachable(call: &Call<'_>, id: &str) -> Result<(), ApiError> {
    match behaviour(call, id) {
        Behaviour::Declines(decline) => Err(decline.error()),
        _ => Ok(()),
    }
}

/// Makes a payment method a customer's.
pub(super) fn attach(call: &mut Call<'_>, id: &str, customer: &str) {
    if let Some(mut object) = call.shelf.get(id).cloned() {
        object["customer"] = customer.into();
        call.change(&object, "payment_method.attached");
    }
}

/// Refuses a payment method that is another customer's, or that is spent.
pub(super) fn check_usable(call: &Call<'_>, id: &str, customer: &str) -> Result<(), ApiError> {
    let owner = call.shelf.get(id).map(|object| text(object, "customer")).unwrap_or_default();
    let spent = call.shelf.cards.get(id).is_some_and(|card| card.spent);
    let message = if !owner.is_empty() && customer.is_empty() {
        format!(
            "The PaymentMethod {id} belongs to the Customer {owner}. Please include the Customer in the `customer` \
             parameter on the PaymentIntent."
        )
    } else if !owner.is_empty() && owner != customer {
        format!(
            "The customer does not have a payment method with the ID {id}. The payment method must be attached to the \
             customer."
        )
    } else if owner.is_empty() && spent {
        "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a \
         connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use \
         a PaymentMethod multiple times, you must attach it to a Customer first."
            .to_owned()
    } else {
        return Ok(());
    };
    Err(ApiError::parameter("payment_method", message))
}

fn keep(call: &mut Call<'_>, object: &Value, behaviour: Behaviour) -> String {
    let id = text(object, "id").to_owned();
    call.shelf.cards.insert(id.clone(), Card { behaviour, set_up: false, spent: false });
    call.save(object);
    id
}
