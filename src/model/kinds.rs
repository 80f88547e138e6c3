//! What is known of each kind of object, whatever features are on and whichever tables there are: the ordering rule and the
//! fingerprint rest on it.

mod references;

use references::REFERENCES;

/// Kinds whose ids users choose: an id may be deleted and created again. A `price` may be a plan's, under the plan's id.
/// Ids of the last four are currencies, countries and names of Stripe's own: none of them says that it was never used before.
const CHOSEN_IDS: [&str; 8] =
    ["coupon", "plan", "price", "product", "country_spec", "exchange_rate", "reporting.report_type", "tax_code"];

/// Kinds that Stripe shows within others only, and answers for by no id.
const WITHIN_OTHERS: [&str; 9] = [
    "credit_note_line_item",
    "financial_connections.account_owner",
    "item",
    "line_item",
    "payment_intent_amount_details_line_item",
    "reserve_transaction",
    "tax.calculation_line_item",
    "tax.transaction_line_item",
    "tax_deducted_at_source",
];

/// Kinds of which only the parent's list says that they are deleted: no event does. Without a table that the parent's lists are kept
/// in, they stay within the parent.
const KNOWN_BY_THEIR_LIST: [&str; 3] =
    ["entitlements.active_entitlement", "radar.value_list_item", "subscription_item"];

/// What Stripe's specification does not say of a kind. Paths are JSON pointers in which `*` stands for every element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// References, as the specification has them.
    pub(super) references: &'static [&'static str],
    /// References that the specification does not give as such: plain ids, those of older API versions, and what is always
    /// embedded though it is a row of its own.
    pub(super) embedded: &'static [&'static str],
    /// References whose objects belong to another account than the object itself: their ids are content, and they are no
    /// snapshots, for nothing within the object says whose they are.
    pub(super) of_another_account: &'static [&'static str],
    /// Copies of what an object once was: content, and no snapshots. Nor is what is within them.
    pub(super) history: &'static [&'static str],
    /// What differs between two renderings of the same content: URLs that Stripe signs anew on each read, and what comes only
    /// where it is expanded.
    pub(super) volatile: &'static [&'static str],
}

const NOTHING: Facts = Facts { references: &[], embedded: &[], of_another_account: &[], history: &[], volatile: &[] };

/// The next action's URLs are of pages and images that Stripe signs for a few minutes or days.
const NEXT_ACTION: &[&str] = &[
    // Not of the action, but only where it is expanded.
    "/amount_details/line_items",
    "/next_action/*/hosted_instructions_url",
    "/next_action/*/hosted_verification_url",
    "/next_action/*/hosted_voucher_url",
    "/next_action/*/image_data_url",
    "/next_action/*/image_url_png",
    "/next_action/*/image_url_svg",
    "/next_action/*/mobile_auth_url",
    "/next_action/*/native_url",
    "/next_action/*/pdf",
    "/next_action/*/qr_code",
    "/next_action/*/url",
    "/next_action/use_stripe_sdk",
];

const RECEIPT: &[&str] = &["/hosted_regulatory_receipt_url"];

/// By kind, in order.
const NOTES: &[(&str, Facts)] = &[
    // The list of external accounts comes only for accounts that the platform controls, as far as it is expanded.
    ("account", Facts { volatile: &["/external_accounts"], ..NOTHING }),
    // Both are the connected account's, where the fee was taken.
    ("application_fee", Facts { of_another_account: &["/charge", "/originating_transaction"], ..NOTHING }),
    ("billing_portal.session", Facts { volatile: &["/url"], ..NOTHING }),
    // `source` is the card as it was charged. The fee is its platform's, and so is the transfer that paid it.
    (
        "charge",
        Facts {
            embedded: &["/destination", "/dispute", "/invoice", "/order", "/payment_method"],
            of_another_account: &["/application_fee", "/source_transfer"],
            history: &["/source"],
            volatile: &["/receipt_url", "/refunds"],
            ..NOTHING
        },
    ),
    (
        "checkout.session",
        Facts {
            embedded: &["/payment_method", "/shipping_rate", "/shipping_cost/taxes/*/rate"],
            volatile: &["/line_items", "/total_details/breakdown", "/url"],
            ..NOTHING
        },
    ),
    ("climate.order", Facts { embedded: &["/delivery_details/*/supplier"], ..NOTHING }),
    ("climate.product", Facts { embedded: &["/suppliers/*"], ..NOTHING }),
    // What would be the payment method, if the token were used.
    ("confirmation_token", Facts { history: &["/payment_method_preview"], ..NOTHING }),
    ("coupon", Facts { volatile: &["/applies_to", "/currency_options"], ..NOTHING }),
    (
        "credit_note",
        Facts {
            embedded: &["/refund", "/shipping_cost/taxes/*/rate", "/tax_amounts/*/tax_rate"],
            volatile: &["/pdf"],
            ..NOTHING
        },
    ),
    ("credit_note_line_item", Facts { embedded: &["/tax_amounts/*/tax_rate", "/tax_rates/*"], ..NOTHING }),
    // `subscriptions` holds no canceled ones, `sources` no payment methods: they say nothing that the objects do not say.
    (
        "customer",
        Facts {
            embedded: &["/customer_account", "/default_card"],
            volatile: &["/cash_balance", "/invoice_credit_balance", "/sources", "/subscriptions", "/tax", "/tax_ids"],
            ..NOTHING
        },
    ),
    ("discount", Facts { embedded: &["/coupon", "/subscription"], ..NOTHING }),
    // No event tells that a balance transaction has become available: a row of its own would stay pending.
    ("dispute", Facts { embedded: &["/balance_transaction"], history: &["/balance_transactions"], ..NOTHING }),
    // The object as it was when the event was made.
    ("event", Facts { history: &["/data"], ..NOTHING }),
    ("file", Facts { volatile: &["/links", "/url"], ..NOTHING }),
    ("file_link", Facts { volatile: &["/url"], ..NOTHING }),
    (
        "identity.verification_report",
        Facts {
            volatile: &[
                "/document/dob",
                "/document/expiration_date",
                "/document/number",
                "/id_number/dob",
                "/id_number/id_number",
            ],
            ..NOTHING
        },
    ),
    ("identity.verification_session", Facts { volatile: &["/url", "/verified_outputs"], ..NOTHING }),
    // The error's objects are those of the failed attempt.
    (
        "invoice",
        Facts {
            embedded: &[
                "/charge",
                "/customer_account",
                "/default_tax_rates/*",
                "/payment",
                "/payment_intent",
                "/quote",
                "/shipping_cost/taxes/*/rate",
                "/subscription",
                "/total_tax_amounts/*/tax_rate",
                "/transfer_data/destination",
            ],
            history: &["/last_finalization_error"],
            volatile: &["/confirmation_secret", "/hosted_invoice_url", "/invoice_pdf", "/payments"],
            ..NOTHING
        },
    ),
    (
        "invoiceitem",
        Facts {
            embedded: &["/plan", "/price", "/pricing/price_details/product", "/subscription", "/tax_rates/*"],
            ..NOTHING
        },
    ),
    // As with a dispute's.
    (
        "issuing.authorization",
        Facts { embedded: &["/card", "/transactions/*"], history: &["/balance_transactions"], ..NOTHING },
    ),
    ("issuing.card", Facts { embedded: &["/cardholder"], volatile: &["/cvc", "/number"], ..NOTHING }),
    // As with a dispute's.
    ("issuing.dispute", Facts { history: &["/balance_transactions"], ..NOTHING }),
    ("item", Facts { embedded: &["/price", "/taxes/*/rate"], ..NOTHING }),
    (
        "line_item",
        Facts {
            embedded: &[
                "/invoice",
                "/invoice_item",
                "/parent/invoice_item_details/invoice_item",
                "/parent/invoice_item_details/subscription",
                "/parent/subscription_item_details/invoice_item",
                "/parent/subscription_item_details/subscription",
                "/parent/subscription_item_details/subscription_item",
                "/plan",
                "/price",
                "/pricing/price_details/product",
                "/subscription_item",
                "/tax_amounts/*/tax_rate",
                "/tax_rates/*",
            ],
            ..NOTHING
        },
    ),
    // The error's objects are those of the failed attempt.
    (
        "payment_intent",
        Facts {
            embedded: &["/charges/data/*", "/customer_account", "/invoice", "/source"],
            history: &["/last_payment_error"],
            volatile: NEXT_ACTION,
            ..NOTHING
        },
    ),
    ("payment_link", Facts { volatile: &["/line_items"], ..NOTHING }),
    ("payment_method", Facts { embedded: &["/customer_account"], ..NOTHING }),
    ("plan", Facts { volatile: &["/tiers"], ..NOTHING }),
    ("price", Facts { embedded: &["/recurring/meter"], volatile: &["/currency_options", "/tiers"], ..NOTHING }),
    ("product", Facts { volatile: &["/features"], ..NOTHING }),
    ("product_feature", Facts { embedded: &["/entitlement_feature"], ..NOTHING }),
    ("promotion_code", Facts { embedded: &["/coupon"], volatile: &["/restrictions/currency_options"], ..NOTHING }),
    (
        "quote",
        Facts {
            volatile: &[
                "/computed/recurring/total_details/breakdown",
                "/computed/upfront/line_items",
                "/computed/upfront/total_details/breakdown",
                "/line_items",
                "/total_details/breakdown",
            ],
            ..NOTHING
        },
    ),
    ("refund", Facts { embedded: &["/customer_account"], ..NOTHING }),
    // Files that Stripe made for the run, and that do not change.
    ("reporting.report_run", Facts { history: &["/result"], ..NOTHING }),
    ("scheduled_query_run", Facts { history: &["/file"], ..NOTHING }),
    // The error's objects are those of the failed attempt.
    ("setup_attempt", Facts { history: &["/setup_error"], ..NOTHING }),
    (
        "setup_intent",
        Facts { embedded: &["/customer_account"], history: &["/last_setup_error"], volatile: NEXT_ACTION, ..NOTHING },
    ),
    ("shipping_rate", Facts { volatile: &["/fixed_amount/currency_options"], ..NOTHING }),
    // The source as it was when the mandate was notified.
    ("source_mandate_notification", Facts { history: &["/source"], ..NOTHING }),
    // The items of a pending update are what would become of them.
    (
        "subscription",
        Facts {
            embedded: &["/customer_account", "/default_tax_rates/*", "/plan"],
            history: &["/pending_update"],
            ..NOTHING
        },
    ),
    ("subscription_item", Facts { embedded: &["/plan", "/price", "/subscription", "/tax_rates/*"], ..NOTHING }),
    (
        "subscription_schedule",
        Facts {
            embedded: &[
                "/phases/*/add_invoice_items/*/tax_rates/*",
                "/phases/*/coupon",
                "/phases/*/default_tax_rates/*",
                "/phases/*/items/*/plan",
                "/phases/*/items/*/tax_rates/*",
                "/phases/*/plans/*/plan",
                "/phases/*/plans/*/price",
            ],
            ..NOTHING
        },
    ),
    ("tax.calculation", Facts { volatile: &["/line_items"], ..NOTHING }),
    ("tax.transaction", Facts { volatile: &["/line_items"], ..NOTHING }),
    // What was read at the terminal, and the error's objects.
    (
        "terminal.reader",
        Facts { history: &["/action/api_error", "/action/collect_payment_method/payment_method"], ..NOTHING },
    ),
    // What the token was made of.
    ("token", Facts { history: &["/bank_account", "/card"], ..NOTHING }),
    // The source as it was charged.
    ("topup", Facts { history: &["/source"], ..NOTHING }),
    // The payment is the destination's, in its own account.
    ("transfer", Facts { of_another_account: &["/destination_payment"], ..NOTHING }),
    ("transfer_reversal", Facts { of_another_account: &["/destination_payment_refund"], ..NOTHING }),
    ("treasury.credit_reversal", Facts { volatile: RECEIPT, ..NOTHING }),
    ("treasury.debit_reversal", Facts { volatile: RECEIPT, ..NOTHING }),
    ("treasury.inbound_transfer", Facts { volatile: RECEIPT, ..NOTHING }),
    ("treasury.outbound_payment", Facts { volatile: RECEIPT, ..NOTHING }),
    ("treasury.outbound_transfer", Facts { volatile: RECEIPT, ..NOTHING }),
    (
        "treasury.received_credit",
        Facts {
            embedded: &[
                "/linked_flows/source_flow_details/credit_reversal",
                "/linked_flows/source_flow_details/outbound_payment",
                "/linked_flows/source_flow_details/outbound_transfer",
                "/linked_flows/source_flow_details/payout",
            ],
            volatile: RECEIPT,
            ..NOTHING
        },
    ),
    ("treasury.received_debit", Facts { volatile: RECEIPT, ..NOTHING }),
    // The flow's object comes only where it is expanded.
    ("treasury.transaction", Facts { volatile: &["/entries", "/flow_details"], ..NOTHING }),
    ("treasury.transaction_entry", Facts { volatile: &["/flow_details"], ..NOTHING }),
];

fn find<T: Copy>(table: &[(&str, T)], object: &str) -> Option<T> {
    table.binary_search_by_key(&object, |(object, _)| object).ok().map(|found| table[found].1)
}

/// What is known of a kind; of an unknown one, nothing.
pub(super) fn facts(object: &str) -> Facts {
    let references = find(REFERENCES, object).unwrap_or_default();
    Facts { references, ..find(NOTES, object).unwrap_or(NOTHING) }
}

/// Whether users may choose the ids of such objects. Of a kind that nobody knows they may.
pub(crate) fn ids_are_chosen(object: &str) -> bool {
    CHOSEN_IDS.contains(&object) || find(REFERENCES, object).is_none()
}

/// Whether Stripe answers for such an object by its id, be it under a parent's.
pub(super) fn is_served(object: &str) -> bool {
    find(REFERENCES, object).is_some() && !WITHIN_OTHERS.contains(&object)
}

/// Whether an element of a list that nobody keeps is a snapshot of its own: Stripe answers for it by its id, and says when it is
/// deleted.
pub(super) fn is_known_alone(object: &str) -> bool {
    is_served(object) && !KNOWN_BY_THEIR_LIST.contains(&object)
}

impl Facts {
    /// All references, with those of another account.
    #[cfg(test)]
    pub(super) fn all_references(&self) -> impl Iterator<Item = &'static str> {
        [self.references, self.embedded, self.of_another_account].into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_in_order_for_the_search() {
        assert!(REFERENCES.is_sorted_by(|(left, _), (right, _)| left < right));
        assert!(NOTES.is_sorted_by(|(left, _), (right, _)| left < right));
        assert_eq!(facts("charge").references.len(), 19);
        assert_eq!(facts("charge").history, ["/source"]);
        assert_eq!(facts("product.of_2031"), NOTHING);
    }

    #[test]
    fn a_path_is_said_once_and_of_a_known_kind() {
        for (object, _) in NOTES {
            assert!(find(REFERENCES, object).is_some(), "{object}");
            let facts = facts(object);
            let mut paths: Vec<&str> = facts.references.iter().chain(facts.embedded).copied().collect();
            paths.extend(facts.history);
            let said = paths.len();
            paths.sort_unstable();
            paths.dedup();
            assert_eq!(paths.len(), said, "{object}");
        }
    }

    #[test]
    fn ids_that_users_choose() {
        for object in ["coupon", "plan", "price", "product", "product.of_2031"] {
            assert!(ids_are_chosen(object), "{object}");
        }
        for object in ["customer", "invoice", "subscription_item", "checkout.session", "promotion_code", "payout"] {
            assert!(!ids_are_chosen(object), "{object}");
        }
    }
}
