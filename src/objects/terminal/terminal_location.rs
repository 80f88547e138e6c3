//! TerminalLocation: <https://docs.stripe.com/api/terminal/locations/object>.

kind! {
    /// A place where readers stand, such as a shop. Stripe sends it without `created`.
    pub struct TerminalLocation {
        object: "terminal.location",
        table: stripe_terminal_locations,
        feature: "terminal",
        columns: {
            /// The city, or the town.
            city: Text = ["/address/city"],
            /// The configuration of the readers here, if it is not the account's default.
            configuration_overrides: Reference,
            /// The country: two letters, in upper case.
            country: Text = ["/address/country"],
            /// What people call it.
            display_name: Text,
            /// The same in kana; in Japan only.
            display_name_kana: Text,
            /// The same in kanji; in Japan only.
            display_name_kanji: Text,
            /// The first line of the address: the street, as a rule.
            line1: Text = ["/address/line1"],
            /// The telephone number.
            phone: Text,
            /// The postal code.
            postal_code: Text = ["/address/postal_code"],
            /// The state, province or the like.
            state: Text = ["/address/state"],
        },
        ids: ["tml_"],
        served: ["/terminal/locations"],
        listed: "/terminal/locations",
        api: stripe_terminal::terminal_location as stripe_terminal::TerminalLocation {
            create: CreateTerminalLocation,
            retrieve: RetrieveTerminalLocation,
            update: UpdateTerminalLocation,
            delete: DeleteTerminalLocation,
            list: ListTerminalLocation,
        },
    }
}
