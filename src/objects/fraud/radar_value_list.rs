//! RadarValueList.

kind! {
    object: "radar.value_list",
    feature: "fraud",
    served: ["/radar/value_lists"],
    listed: "/radar/value_lists" { created: true },
}
