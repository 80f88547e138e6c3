//! AppsInstall.

kind! {
    object: "apps.install",
    feature: "connect",
    events: ["apps.install.created", "apps.install.deleted", "apps.install.updated"],
}
