//! RadarValueList: <https://docs.stripe.com/api/radar/value_lists/object>.

kind! {
    /// A list of values that Radar's rules can name: cards to block, addresses to trust, …
    pub struct RadarValueList {
        object: "radar.value_list",
        table: stripe_radar_value_lists,
        feature: "fraud",
        lists: {
            "/list_items": "radar.value_list_item" by value_list,
        },
        columns: {
            /// What rules call it.
            alias: Text,
            /// Who made it: a user's name or email address.
            created_by: Text,
            /// What its values are: `card_fingerprint`, `card_bin`, `email`, `ip_address`, `country`, `string`, …
            item_type: Text,
            /// What people call it.
            name: Text,
        },
        ids: ["rsl_"],
        served: ["/radar/value_lists"],
        listed: "/radar/value_lists" { created: true },
        personal: ["/created_by"],
        api: stripe_fraud::radar_value_list as stripe_fraud::RadarValueList {
            create: CreateRadarValueList,
            retrieve: RetrieveRadarValueList,
            update: UpdateRadarValueList,
            delete: DeleteRadarValueList,
            list: ListRadarValueList,
        },
    }
}
