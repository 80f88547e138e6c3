//! The calls of the area `treasury`.

use super::*;

answered! {
    treasury_credit_reversals: TreasuryCreditReversal {
        list: stripe_treasury::treasury_credit_reversal::ListTreasuryCreditReversal::new("fa_1").limit(3),
        api_create: stripe_treasury::treasury_credit_reversal::CreateTreasuryCreditReversal::new("rc_1"),
        api_retrieve: stripe_treasury::treasury_credit_reversal::RetrieveTreasuryCreditReversal::new("credrev_1"),
    }
    treasury_debit_reversals: TreasuryDebitReversal {
        list: stripe_treasury::treasury_debit_reversal::ListTreasuryDebitReversal::new("fa_1").limit(3),
        api_create: stripe_treasury::treasury_debit_reversal::CreateTreasuryDebitReversal::new("rd_1"),
        api_retrieve: stripe_treasury::treasury_debit_reversal::RetrieveTreasuryDebitReversal::new("debrev_1"),
    }
    treasury_financial_accounts: TreasuryFinancialAccount {
        list: stripe_treasury::treasury_financial_account::ListTreasuryFinancialAccount::new().limit(3),
        api_create: stripe_treasury::treasury_financial_account::CreateTreasuryFinancialAccount::new(vec!["usd".to_owned()]),
        api_retrieve: stripe_treasury::treasury_financial_account::RetrieveTreasuryFinancialAccount::new("fa_1"),
        api_update: stripe_treasury::treasury_financial_account::UpdateTreasuryFinancialAccount::new("fa_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_close: stripe_treasury::treasury_financial_account::CloseTreasuryFinancialAccount::new("fa_1"),
    }
    treasury_inbound_transfers: TreasuryInboundTransfer {
        list: stripe_treasury::treasury_inbound_transfer::ListTreasuryInboundTransfer::new("fa_1").limit(3),
        api_create: stripe_treasury::treasury_inbound_transfer::CreateTreasuryInboundTransfer::new(
            100,
            Currency::USD,
            "fa_1",
            "pm_1",
        ),
        api_retrieve: stripe_treasury::treasury_inbound_transfer::RetrieveTreasuryInboundTransfer::new("ibt_1"),
        api_fail: stripe_treasury::treasury_inbound_transfer::FailTreasuryInboundTransfer::new("ibt_1"),
        api_return: stripe_treasury::treasury_inbound_transfer::ReturnInboundTransferTreasuryInboundTransfer::new(
            "ibt_1",
        ),
        api_succeed: stripe_treasury::treasury_inbound_transfer::SucceedTreasuryInboundTransfer::new("ibt_1"),
        api_cancel: stripe_treasury::treasury_inbound_transfer::CancelTreasuryInboundTransfer::new("ibt_1"),
    }
    treasury_outbound_payments: TreasuryOutboundPayment {
        list: stripe_treasury::treasury_outbound_payment::ListTreasuryOutboundPayment::new("fa_1").limit(3),
        api_create: stripe_treasury::treasury_outbound_payment::CreateTreasuryOutboundPayment::new(
            100,
            Currency::USD,
            "fa_1",
        ),
        api_retrieve: stripe_treasury::treasury_outbound_payment::RetrieveTreasuryOutboundPayment::new("obp_1"),
        api_fail: stripe_treasury::treasury_outbound_payment::FailTreasuryOutboundPayment::new("obp_1"),
        api_post: stripe_treasury::treasury_outbound_payment::PostTreasuryOutboundPayment::new("obp_1"),
        api_return: stripe_treasury::treasury_outbound_payment::ReturnOutboundPaymentTreasuryOutboundPayment::new(
            "obp_1",
        ),
        api_test_update: stripe_treasury::treasury_outbound_payment::UpdateTreasuryOutboundPayment::new(
            "obp_1",
            stripe_treasury::treasury_outbound_payment::UpdateTreasuryOutboundPaymentTrackingDetails::new(
                stripe_treasury::treasury_outbound_payment::UpdateTreasuryOutboundPaymentTrackingDetailsType::UsDomesticWire,
            ),
        ),
        api_cancel: stripe_treasury::treasury_outbound_payment::CancelTreasuryOutboundPayment::new("obp_1"),
    }
    treasury_outbound_transfers: TreasuryOutboundTransfer {
        list: stripe_treasury::treasury_outbound_transfer::ListTreasuryOutboundTransfer::new("fa_1").limit(3),
        api_create: stripe_treasury::treasury_outbound_transfer::CreateTreasuryOutboundTransfer::new(
            100,
            Currency::USD,
            "fa_1",
        ),
        api_retrieve: stripe_treasury::treasury_outbound_transfer::RetrieveTreasuryOutboundTransfer::new("obt_1"),
        api_fail: stripe_treasury::treasury_outbound_transfer::FailTreasuryOutboundTransfer::new("obt_1"),
        api_post: stripe_treasury::treasury_outbound_transfer::PostTreasuryOutboundTransfer::new("obt_1"),
        api_return: stripe_treasury::treasury_outbound_transfer::ReturnOutboundTransferTreasuryOutboundTransfer::new(
            "obt_1",
        ),
        api_test_update: stripe_treasury::treasury_outbound_transfer::UpdateTreasuryOutboundTransfer::new(
            "obt_1",
            stripe_treasury::treasury_outbound_transfer::UpdateTreasuryOutboundTransferTrackingDetails::new(
                stripe_treasury::treasury_outbound_transfer::UpdateTreasuryOutboundTransferTrackingDetailsType::UsDomesticWire,
            ),
        ),
        api_cancel: stripe_treasury::treasury_outbound_transfer::CancelTreasuryOutboundTransfer::new("obt_1"),
    }
    treasury_received_credits: TreasuryReceivedCredit {
        list: stripe_treasury::treasury_received_credit::ListTreasuryReceivedCredit::new("fa_1").limit(3),
        api_retrieve: stripe_treasury::treasury_received_credit::RetrieveTreasuryReceivedCredit::new("rc_1"),
        api_test_create: stripe_treasury::treasury_received_credit::CreateTreasuryReceivedCredit::new(
            100,
            Currency::USD,
            "fa_1",
            stripe_treasury::treasury_received_credit::CreateTreasuryReceivedCreditNetwork::Ach,
        ),
    }
    treasury_received_debits: TreasuryReceivedDebit {
        list: stripe_treasury::treasury_received_debit::ListTreasuryReceivedDebit::new("fa_1").limit(3),
        api_retrieve: stripe_treasury::treasury_received_debit::RetrieveTreasuryReceivedDebit::new("rd_1"),
        api_test_create: stripe_treasury::treasury_received_debit::CreateTreasuryReceivedDebit::new(
            100,
            Currency::USD,
            "fa_1",
            stripe_treasury::treasury_received_debit::CreateTreasuryReceivedDebitNetwork::Ach,
        ),
    }
    treasury_transactions: TreasuryTransaction {
        list: stripe_treasury::treasury_transaction::ListTreasuryTransaction::new("fa_1").limit(3),
        api_retrieve: stripe_treasury::treasury_transaction::RetrieveTreasuryTransaction::new("trxn_1"),
    }
    treasury_transaction_entries: TreasuryTransactionEntry {
        list: stripe_treasury::treasury_transaction_entry::ListTreasuryTransactionEntry::new("fa_1").limit(3),
        api_retrieve: stripe_treasury::treasury_transaction_entry::RetrieveTreasuryTransactionEntry::new("trxne_1"),
    }
}
