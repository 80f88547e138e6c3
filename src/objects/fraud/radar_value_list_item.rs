//! RadarValueListItem: <https://docs.stripe.com/api/radar/value_list_items/object>.

kind! {
    /// One value in a list that Radar's rules can name.
    pub struct RadarValueListItem {
        object: "radar.value_list_item",
        table: stripe_radar_value_list_items,
        feature: "fraud",
        columns: {
            /// Who added it: a user's name or email address.
            created_by: Text,
            /// The value: a card's fingerprint, an address, …, as the list's `item_type` says.
            value: Text,
            /// The list that it is in.
            value_list: Reference,
        },
        ids: ["rsli_"],
        known_by_list: true,
        served: ["/radar/value_list_items"],
        listed: "/radar/value_list_items" { created: true, required: &["value_list"] },
        personal: ["/created_by", "/value"],
        api: stripe_fraud::radar_value_list_item as stripe_fraud::RadarValueListItem {
            create: CreateRadarValueListItem,
            retrieve: RetrieveRadarValueListItem,
            delete: DeleteRadarValueListItem,
            list: ListRadarValueListItem,
        },
    }
}
