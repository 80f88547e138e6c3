//! The calls of the area `core`.

use super::*;

answered! {
    customer_balance_transactions: CustomerBalanceTransaction {
        list: stripe_core::customer_balance_transaction::ListCustomerCustomerBalanceTransaction::new("cus_1").limit(3),
        api_create: stripe_core::customer_balance_transaction::CreateCustomerCustomerBalanceTransaction::new("cus_1", -500, Currency::USD),
        api_retrieve: stripe_core::customer_balance_transaction::RetrieveCustomerBalanceTransaction::new("cus_1", "cbtxn_1"),
        api_update: stripe_core::customer_balance_transaction::UpdateCustomerBalanceTransaction::new("cus_1", "cbtxn_1").metadata([("a".to_owned(), "b".to_owned())]),
    }
    customer_cash_balance_transactions: CustomerCashBalanceTransaction {
        list: stripe_core::customer_cash_balance_transaction::ListCustomerCustomerCashBalanceTransaction::new("cus_1").limit(3),
        api_retrieve: stripe_core::customer_cash_balance_transaction::RetrieveCustomerCashBalanceTransaction::new("cus_1", "ccsbtxn_1"),
    }
    files: File {
        list: stripe_core::file::ListFile::new().limit(3),
        api_retrieve: stripe_core::file::RetrieveFile::new("file_1"),
    }
    file_links: FileLink {
        list: stripe_core::file_link::ListFileLink::new().limit(3),
        api_create: stripe_core::file_link::CreateFileLink::new("file_1"),
        api_retrieve: stripe_core::file_link::RetrieveFileLink::new("link_1"),
        api_update: stripe_core::file_link::UpdateFileLink::new("link_1").metadata([("a".to_owned(), "b".to_owned())]),
    }
    mandates: Mandate {
        api_retrieve: stripe_core::mandate::RetrieveMandate::new("mandate_1"),
    }
    payment_intent_line_items: PaymentIntentLineItem {
        list: stripe_core::payment_intent_amount_details_line_item::ListIntentPaymentIntentAmountDetailsLineItem::new("pi_1").limit(3),
    }
    payouts: Payout {
        list: stripe_core::payout::ListPayout::new().limit(3),
        api_create: stripe_core::payout::CreatePayout::new(100, Currency::USD),
        api_retrieve: stripe_core::payout::RetrievePayout::new("po_1"),
        api_update: stripe_core::payout::UpdatePayout::new("po_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: stripe_core::payout::CancelPayout::new("po_1"),
        api_reverse: stripe_core::payout::ReversePayout::new("po_1"),
    }
    setup_attempts: SetupAttempt {
        list: stripe_core::setup_attempt::ListSetupAttempt::new("seti_1").limit(3),
    }
    tokens: Token {
        api_create: stripe_core::token::CreateToken::new().cvc_update(stripe_core::token::CreateTokenCvcUpdate::new("123")),
        api_retrieve: stripe_core::token::RetrieveToken::new("tok_1"),
    }
}
