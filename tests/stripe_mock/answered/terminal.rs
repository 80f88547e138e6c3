//! The calls of the area `terminal`.

use super::*;

answered! {
    terminal_configurations: TerminalConfiguration {
        list: stripe_terminal::terminal_configuration::ListTerminalConfiguration::new().limit(3),
        api_create: stripe_terminal::terminal_configuration::CreateTerminalConfiguration::new().name("shops"),
        api_retrieve: stripe_terminal::terminal_configuration::RetrieveTerminalConfiguration::new("tmc_1"),
        api_update: stripe_terminal::terminal_configuration::UpdateTerminalConfiguration::new("tmc_1").name("shops"),
        api_delete: stripe_terminal::terminal_configuration::DeleteTerminalConfiguration::new("tmc_1"),
    }
    terminal_locations: TerminalLocation {
        list: stripe_terminal::terminal_location::ListTerminalLocation::new().limit(3),
        api_create: stripe_terminal::terminal_location::CreateTerminalLocation::new()
            .display_name("a shop")
            .address(stripe_terminal::terminal_location::CreateTerminalLocationAddress::new("US")),
        api_retrieve: stripe_terminal::terminal_location::RetrieveTerminalLocation::new("tml_1"),
        api_update: stripe_terminal::terminal_location::UpdateTerminalLocation::new("tml_1").display_name("a shop"),
        api_delete: stripe_terminal::terminal_location::DeleteTerminalLocation::new("tml_1"),
    }
    terminal_readers: TerminalReader {
        list: stripe_terminal::terminal_reader::ListTerminalReader::new().limit(3),
        api_create: stripe_terminal::terminal_reader::CreateTerminalReader::new("puppies-plug-could"),
        api_retrieve: stripe_terminal::terminal_reader::RetrieveTerminalReader::new("tmr_1"),
        api_update: stripe_terminal::terminal_reader::UpdateTerminalReader::new("tmr_1").label("a reader"),
        api_delete: stripe_terminal::terminal_reader::DeleteTerminalReader::new("tmr_1"),
        api_cancel_action: stripe_terminal::terminal_reader::CancelActionTerminalReader::new("tmr_1"),
        api_collect_inputs: stripe_terminal::terminal_reader::CollectInputsTerminalReader::new(
            "tmr_1",
            vec![stripe_terminal::terminal_reader::CollectInputsTerminalReaderInputs::new(
                stripe_terminal::terminal_reader::CollectInputsTerminalReaderInputsCustomText::new("Your name"),
                stripe_terminal::terminal_reader::CollectInputsTerminalReaderInputsType::Text,
            )],
        ),
        api_collect_payment_method: stripe_terminal::terminal_reader::CollectPaymentMethodTerminalReader::new("tmr_1", "pi_1"),
        api_confirm_payment_intent: stripe_terminal::terminal_reader::ConfirmPaymentIntentTerminalReader::new("tmr_1", "pi_1"),
        api_process_payment_intent: stripe_terminal::terminal_reader::ProcessPaymentIntentTerminalReader::new("tmr_1", "pi_1"),
        api_process_setup_intent: stripe_terminal::terminal_reader::ProcessSetupIntentTerminalReader::new(
            "tmr_1",
            stripe_terminal::terminal_reader::ProcessSetupIntentTerminalReaderAllowRedisplay::Always,
            "seti_1",
        ),
        api_refund_payment: stripe_terminal::terminal_reader::RefundPaymentTerminalReader::new("tmr_1").payment_intent("pi_1"),
        api_set_reader_display: stripe_terminal::terminal_reader::SetReaderDisplayTerminalReader::new(
            "tmr_1",
            stripe_terminal::terminal_reader::SetReaderDisplayTerminalReaderType::Cart,
        )
        .cart(stripe_terminal::terminal_reader::SetReaderDisplayTerminalReaderCart::new(
            Currency::USD,
            vec![stripe_terminal::terminal_reader::SetReaderDisplayTerminalReaderCartLineItems::new(100, "a book", 1u64)],
            100,
        )),
        api_present_payment_method: stripe_terminal::terminal_reader::PresentPaymentMethodTerminalReader::new("tmr_1"),
        api_succeed_input_collection: stripe_terminal::terminal_reader::SucceedInputCollectionTerminalReader::new("tmr_1"),
        api_timeout_input_collection: stripe_terminal::terminal_reader::TimeoutInputCollectionTerminalReader::new("tmr_1"),
    }
}
