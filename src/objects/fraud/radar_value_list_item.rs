//! RadarValueListItem.

kind! {
    object: "radar.value_list_item",
    feature: "fraud",
    known_by_list: true,
    served: ["/radar/value_list_items"],
    listed: "/radar/value_list_items" { created: true, required: &["value_list"] },
    personal: ["/value"],
}
