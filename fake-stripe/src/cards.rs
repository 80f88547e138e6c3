//! Stripe's test cards, and how each behaves: <https://docs.stripe.com/testing>.

use super::error::ApiError;

/// A card that Stripe documents for tests.
#[derive(Debug)]
pub(super) struct TestCard {
    /// `pm_card_visa` without `pm_card_`.
    token: &'static str,
    pub number: &'static str,
    pub brand: &'static str,
    pub behaviour: Behaviour,
}

/// What the issuer does with a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Approves,
    /// The money is available at once.
    ApprovesAvailable,
    /// Refunds are pending at first.
    RefundsLater,
    /// Refunds fail some time after they succeeded.
    RefundsFail,
    /// The cardholder disputes the charge.
    Disputes(&'static Complaint),
    /// Of a customer too: it cannot become one's.
    Declines(&'static Decline),
    /// Payments only; it can become a customer's.
    DeclinesPayments(&'static Decline),
    /// The customer must authenticate each payment.
    AlwaysAuthenticates,
    /// The customer must authenticate each payment, which then is declined.
    AuthenticatesThenDeclines(&'static Decline),
    /// The customer must authenticate if they are there; the card is set up for payments without them.
    AuthenticatesOnSession,
    /// The customer must authenticate once, with `setup_future_usage`.
    AuthenticatesUnlessSetUp,
}

/// What comes of a payment at once.
pub(super) enum Payment {
    Approved,
    Declined(&'static Decline),
    /// The customer must authenticate it first.
    Authentication,
}

impl Behaviour {
    /// What comes of a payment with this card. `set_up` says whether its customer has authenticated it for later payments.
    pub fn pays(self, set_up: bool, off_session: bool) -> Payment {
        use Behaviour::*;
        match self {
            Declines(decline) | DeclinesPayments(decline) => Payment::Declined(decline),
            AlwaysAuthenticates | AuthenticatesThenDeclines(_) => Payment::Authentication,
            AuthenticatesOnSession if !off_session => Payment::Authentication,
            AuthenticatesUnlessSetUp if !(set_up && off_session) => Payment::Authentication,
            Approves
            | ApprovesAvailable
            | RefundsLater
            | RefundsFail
            | Disputes(_)
            | AuthenticatesOnSession
            | AuthenticatesUnlessSetUp => Payment::Approved,
        }
    }
}

/// Why a payment is declined, in Stripe's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decline {
    pub code: &'static str,
    pub decline_code: &'static str,
    pub advice_code: Option<&'static str>,
    pub message: &'static str,
}

/// Why a cardholder disputes a charge.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub reason: &'static str,
    pub network_reason_code: &'static str,
    /// The bank only asks: no money is withdrawn.
    pub inquiry: bool,
}

impl Decline {
    /// What Stripe answers with.
    pub fn error(&self) -> ApiError {
        let mut error = ApiError::card(self.code, self.message).with("decline_code", self.decline_code).during_work();
        if let Some(advice) = self.advice_code {
            error = error.with("advice_code", advice);
        }
        if self.code == "incorrect_cvc" {
            error = error.param("cvc");
        }
        error
    }
}

/// A card that a payment method holds.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub behaviour: Behaviour,
    /// The customer has authenticated it for later payments.
    pub set_up: bool,
    /// It has paid without being a customer's: it may not be used again.
    pub spent: bool,
}

const fn card_declined(decline_code: &'static str, advice: Option<&'static str>, message: &'static str) -> Decline {
    Decline { code: "card_declined", decline_code, advice_code: advice, message }
}

const TRY_AGAIN: Option<&str> = Some("try_again_later");
const DO_NOT: Option<&str> = Some("do_not_try_again");
const CONFIRM: Option<&str> = Some("confirm_card_data");

static GENERIC: Decline = card_declined("generic_decline", TRY_AGAIN, "Your card was declined.");
static FUNDS: Decline = card_declined("insufficient_funds", TRY_AGAIN, "Your card has insufficient funds.");
static LOST: Decline = card_declined("lost_card", DO_NOT, "Your card was declined.");
static STOLEN: Decline = card_declined("stolen_card", DO_NOT, "Your card was declined.");
static NOT_A_TEST_CARD: Decline = card_declined(
    "test_mode_live_card",
    None,
    "Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, \
     visit: https://stripe.com/docs/testing.",
);
static EXPIRED: Decline = Decline {
    code: "expired_card",
    decline_code: "expired_card",
    advice_code: CONFIRM,
    message: "Your card has expired.",
};
static CVC: Decline = Decline {
    code: "incorrect_cvc",
    decline_code: "incorrect_cvc",
    advice_code: CONFIRM,
    message: "Your card's security code is incorrect.",
};
static PROCESSING: Decline = Decline {
    code: "processing_error",
    decline_code: "processing_error",
    advice_code: TRY_AGAIN,
    message: "An error occurred while processing your card. Try again in a little bit.",
};
/// A payment without the customer there needed the customer there.
pub(super) static AUTHENTICATION: Decline = Decline {
    code: "authentication_required",
    decline_code: "authentication_required",
    advice_code: None,
    message: "Your card was declined. This transaction requires authentication.",
};

static FRAUD: Complaint = Complaint { reason: "fraudulent", network_reason_code: "10.4", inquiry: false };
static NOT_RECEIVED: Complaint =
    Complaint { reason: "product_not_received", network_reason_code: "13.1", inquiry: false };
static INQUIRY: Complaint = Complaint { reason: "fraudulent", network_reason_code: "10.4", inquiry: true };

const fn card(token: &'static str, number: &'static str, brand: &'static str, behaviour: Behaviour) -> TestCard {
    TestCard { token, number, brand, behaviour }
}

use Behaviour::{
    AlwaysAuthenticates, Approves, ApprovesAvailable, AuthenticatesOnSession, AuthenticatesThenDeclines,
    AuthenticatesUnlessSetUp, Declines, DeclinesPayments, Disputes, RefundsFail, RefundsLater,
};

static CARDS: &[TestCard] = &[
    card("visa", "4242424242424242", "visa", Approves),
    card("visa_debit", "4000056655665556", "visa", Approves),
    card("mastercard", "5555555555554444", "mastercard", Approves),
    card("mastercard_debit", "5200828282828210", "mastercard", Approves),
    card("amex", "378282246310005", "amex", Approves),
    card("discover", "6011111111111117", "discover", Approves),
    card("chargeDeclined", "4000000000000002", "visa", Declines(&GENERIC)),
    card("chargeDeclinedInsufficientFunds", "4000000000009995", "visa", Declines(&FUNDS)),
    card("chargeDeclinedLostCard", "4000000000009987", "visa", Declines(&LOST)),
    card("chargeDeclinedStolenCard", "4000000000009979", "visa", Declines(&STOLEN)),
    card("chargeDeclinedExpiredCard", "4000000000000069", "visa", Declines(&EXPIRED)),
    card("chargeDeclinedIncorrectCvc", "4000000000000127", "visa", Declines(&CVC)),
    card("chargeDeclinedProcessingError", "4000000000000119", "visa", Declines(&PROCESSING)),
    card("chargeCustomerFail", "4000000000000341", "visa", DeclinesPayments(&GENERIC)),
    card("authenticationRequired", "4000002760003184", "visa", AlwaysAuthenticates),
    card("authenticationRequiredOnSetup", "4000002500003155", "visa", AuthenticatesUnlessSetUp),
    card("authenticationRequiredSetupForOffSession", "4000003800000446", "visa", AuthenticatesOnSession),
    card(
        "authenticationRequiredChargeDeclinedInsufficientFunds",
        "4000008260003178",
        "visa",
        AuthenticatesThenDeclines(&FUNDS),
    ),
    card("threeDSecure2Required", "4000000000003220", "visa", AlwaysAuthenticates),
    card("bypassPending", "4000000000000077", "visa", ApprovesAvailable),
    card("pendingRefund", "4000000000007726", "visa", RefundsLater),
    card("refundFail", "4000000000005126", "visa", RefundsFail),
    card("createDispute", "4000000000000259", "visa", Disputes(&FRAUD)),
    card("createDisputeProductNotReceived", "4000000000002685", "visa", Disputes(&NOT_RECEIVED)),
    card("createDisputeInquiry", "4000000000001976", "visa", Disputes(&INQUIRY)),
];

/// The card of `pm_card_visa`, or of `tok_visa`. The declining ones go by two names: `pm_card_chargeDeclined…` and
/// `pm_card_visa_chargeDeclined…`.
pub(super) fn by_token(token: &str) -> Option<&'static TestCard> {
    let name = token.strip_prefix("pm_card_").or_else(|| token.strip_prefix("tok_"))?;
    let short = name.strip_prefix("visa_").unwrap_or(name);
    let declines = |card: &TestCard| matches!(card.behaviour, Declines(_) | DeclinesPayments(_));
    CARDS.iter().find(|card| card.token == name || (card.token == short && declines(card)))
}

/// The behaviour and the brand of a card number; `None` if it is none.
pub(super) fn by_number(number: &str) -> Option<(Behaviour, &'static str)> {
    if let Some(card) = CARDS.iter().find(|card| card.number == number) {
        return Some((card.behaviour, card.brand));
    }
    let brand = match number.as_bytes().first()? {
        b'3' => "amex",
        b'4' => "visa",
        b'5' => "mastercard",
        b'6' => "discover",
        _ => "unknown",
    };
    is_card_number(number).then_some((Declines(&NOT_A_TEST_CARD), brand))
}

/// Luhn's check digit.
fn is_card_number(number: &str) -> bool {
    let sum = number.chars().rev().enumerate().try_fold(0, |sum, (place, digit)| {
        let digit = digit.to_digit(10)?;
        Some(sum + if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
    });
    (13..=19).contains(&number.len()) && sum.is_some_and(|sum| sum % 10 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_is_found_by_number_and_token() {
        for card in CARDS {
            assert!(is_card_number(card.number), "{}", card.number);
            assert_eq!(by_number(card.number), Some((card.behaviour, card.brand)));
            assert_eq!(by_token(&format!("pm_card_{}", card.token)).map(|found| found.number), Some(card.number));
        }
        let either = ["pm_card_chargeDeclined", "pm_card_visa_chargeDeclined", "tok_chargeDeclined"];
        assert!(either.iter().all(|token| by_token(token).is_some_and(|card| card.number == "4000000000000002")));
        assert!(by_token("pm_card_none").is_none());
    }

    #[test]
    fn other_numbers_are_declined_or_no_cards() {
        assert_eq!(by_number("4111111111111111"), Some((Declines(&NOT_A_TEST_CARD), "visa")));
        assert_eq!(by_number("4242424242424241"), None);
        assert_eq!(by_number(""), None);
        assert_eq!(by_number("٤٢٤٢"), None);
    }
}
