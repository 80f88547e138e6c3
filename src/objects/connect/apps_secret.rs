//! AppsSecret.

kind! {
    object: "apps.secret",
    feature: "connect",
    listed: "/apps/secrets" { required: &["scope"] },
    secret: ["/payload"],
}
