//! ConnectCollectionTransfer.

kind! {
    object: "connect_collection_transfer",
    feature: "connect",
    references: ["/destination"],
}
