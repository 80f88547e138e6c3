//! The objects that are mirrored: the table of contents.
//!
//! Objects are grouped by Stripe's product areas, each behind the feature of its name. What has no table of its own goes whole into
//! `stripe_objects`: see [`StripeObject`].

#[macro_use]
mod declaration;

#[cfg(feature = "core")]
#[rustfmt::skip]
mod joins;
#[cfg(all(test, feature = "billing"))]
mod moved_fields;
#[cfg(all(test, feature = "billing"))]
mod projections;

use std::sync::LazyLock;

use crate::mirror::{Hydrate, Mirror, Ties};
use crate::model::{Kind, Kinds};
use crate::projection::Redact;

pub use crate::model::{StripeObject, stripe_objects};

/// The kinds, a line for each: the name of the file in which it is declared.
macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $area:ident { $($kind:ident),+ $(,)? } )+) => {
        $(
            $(#[doc = $doc])+
            mod $area {
                $(
                    mod $kind;
                    #[allow(unused_imports, reason = "of a kind without a table nothing is public")]
                    pub use $kind::*;
                )+

                pub(super) const KINDS: &[&super::Kind] = &[$($kind::KIND),+];
            }

            #[allow(unused_imports, reason = "the area's feature may be off")]
            pub use $area::*;
        )+

        const AREAS: &[&[&Kind]] = &[$($area::KINDS),+];
    };
}

kinds! {
    /// Payments: customers, payment intents and what they leave behind, products and prices; events.
    core {
        balance,
        balance_settings,
        balance_transaction,
        cash_balance,
        charge,
        customer,
        customer_balance_transaction,
        customer_cash_balance_transaction,
        dispute,
        event,
        file,
        file_link,
        mandate,
        payment_intent,
        payment_intent_line_item,
        payment_method,
        payout,
        price,
        product,
        refund,
        reserve_hold,
        reserve_plan,
        reserve_release,
        reserve_transaction,
        setup_attempt,
        setup_intent,
        tax_deducted_at_source,
        token,
    }
    /// Billing: subscriptions and their items, invoices and their lines.
    billing {
        billing_alert,
        billing_alert_triggered,
        billing_credit_balance_transaction,
        billing_credit_grant,
        billing_feedback_option,
        billing_meter,
        billing_meter_event_summary,
        billing_portal_configuration,
        billing_portal_session,
        credit_note,
        credit_note_line_item,
        invoice,
        invoice_item,
        invoice_line_item,
        invoice_payment,
        invoice_rendering_template,
        plan,
        quote,
        subscription,
        subscription_item,
        subscription_schedule,
        tax_id,
        test_clock,
    }
    /// What is sold, and at which discount: coupons, tax rates.
    product {
        coupon,
        discount,
        line_item,
        product_feature,
        promotion_code,
        shipping_rate,
        tax_code,
        tax_rate,
    }
    /// Pages that Stripe hosts.
    checkout {
        checkout_session,
    }
    /// Platforms: connected accounts and what moves between them.
    connect {
        account,
        account_link,
        application,
        application_fee,
        application_fee_refund,
        apps_install,
        apps_secret,
        capability,
        connect_collection_transfer,
        country_spec,
        login_link,
        person,
        topup,
        transfer,
        transfer_reversal,
        v2_core_account,
        v2_core_account_person,
    }
    /// Radar.
    fraud {
        radar_early_fraud_warning,
        radar_payment_evaluation,
        radar_value_list,
        radar_value_list_item,
        review,
    }
    /// Cards that the account issues.
    issuing {
        issuing_authorization,
        issuing_card,
        issuing_cardholder,
        issuing_dispute,
        issuing_personalization_design,
        issuing_physical_bundle,
        issuing_settlement,
        issuing_token,
        issuing_transaction,
    }
    /// Ways to pay besides payment methods, and links to pay by.
    payment {
        bank_account,
        card,
        confirmation_token,
        payment_attempt_record,
        payment_link,
        payment_method_configuration,
        payment_method_domain,
        payment_record,
        source,
        source_mandate_notification,
        source_transaction,
    }
    /// Payments in person.
    terminal {
        terminal_configuration,
        terminal_location,
        terminal_reader,
    }
    /// Financial accounts.
    treasury {
        treasury_credit_reversal,
        treasury_debit_reversal,
        treasury_financial_account,
        treasury_inbound_transfer,
        treasury_outbound_payment,
        treasury_outbound_transfer,
        treasury_received_credit,
        treasury_received_debit,
        treasury_transaction,
        treasury_transaction_entry,
    }
    /// Everything else.
    misc {
        apple_pay_domain,
        climate_order,
        climate_product,
        climate_supplier,
        entitlements_active_entitlement,
        entitlements_active_entitlement_summary,
        entitlements_feature,
        ephemeral_key,
        exchange_rate,
        financial_connections_account,
        financial_connections_account_owner,
        financial_connections_account_ownership,
        financial_connections_authorization,
        financial_connections_session,
        financial_connections_transaction,
        forwarding_request,
        identity_verification_report,
        identity_verification_session,
        reporting_report_run,
        reporting_report_type,
        scheduled_query_run,
        sigma_sigma_api_query,
        tax_association,
        tax_calculation,
        tax_calculation_line_item,
        tax_registration,
        tax_settings,
        tax_transaction,
        tax_transaction_line_item,
        webhook_endpoint,
    }
}

/// The kinds of objects that this crate knows, by their `object`: with a table or without, and whichever features are on.
///
/// ```
/// use diesel_stripe::objects::KINDS;
///
/// let coupon = KINDS.get("coupon").unwrap();
/// assert!(coupon.ids.chosen);
/// assert_eq!(coupon.served, ["/coupons"]);
/// ```
pub static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::new(AREAS.iter().flat_map(|area| area.iter().copied())));

/// A mirror of all kinds, with tables for those of the enabled areas.
impl Default for Mirror {
    fn default() -> Self {
        Mirror {
            kinds: &KINDS,
            redact: Redact::default(),
            ties: Ties::default(),
            hydrate: Hydrate::default(),
            own: Vec::new(),
            livemode: None,
        }
    }
}

/// Secrets, client secrets among them, of all kinds.
impl Default for Redact {
    fn default() -> Self {
        static DEFAULT: LazyLock<Redact> = LazyLock::new(|| Redact::of(&KINDS));
        DEFAULT.clone()
    }
}
