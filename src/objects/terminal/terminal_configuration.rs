//! TerminalConfiguration: <https://docs.stripe.com/api/terminal/configuration/object>.

kind! {
    /// How readers behave, at one location or in the whole account: tips, payments while offline, networks, the screen.
    ///
    /// Stripe sends it without `created`.
    pub struct TerminalConfiguration {
        object: "terminal.configuration",
        table: stripe_terminal_configurations,
        feature: "terminal",
        columns: {
            /// Whether readers may go online over a mobile network, if they can.
            cellular_enabled: Bool = ["/cellular/enabled"],
            /// Whether it counts for all locations that have none of their own.
            is_account_default: Bool,
            /// What people call it.
            name: Text,
            /// Whether readers take payments while they are offline.
            offline_enabled: Bool = ["/offline/enabled"],
            /// The hour, 0 to 23, until which readers may restart.
            reboot_end_hour: BigInt = ["/reboot_window/end_hour"],
            /// The hour, 0 to 23, from which on readers may restart.
            reboot_start_hour: BigInt = ["/reboot_window/start_hour"],
            /// How the Wi-Fi is secured: `personal_psk`, `enterprise_eap_peap` or `enterprise_eap_tls`.
            wifi_type: Text = ["/wifi/type"],
        },
        ids: ["tmc_"],
        served: ["/terminal/configurations"],
        listed: "/terminal/configurations",
        references: [
            "/bbpos_wisepad3/splashscreen",
            "/bbpos_wisepos_e/splashscreen",
            "/stripe_s700/splashscreen",
            "/stripe_s710/splashscreen",
            "/verifone_m425/splashscreen",
            "/verifone_p400/splashscreen",
            "/verifone_p630/splashscreen",
            "/verifone_ux700/splashscreen",
            "/verifone_v660p/splashscreen",
        ],
        api: stripe_terminal::terminal_configuration as stripe_terminal::TerminalConfiguration {
            create: CreateTerminalConfiguration,
            retrieve: RetrieveTerminalConfiguration,
            update: UpdateTerminalConfiguration,
            delete: DeleteTerminalConfiguration,
            list: ListTerminalConfiguration,
        },
    }
}
