//! AppsSecret: <https://docs.stripe.com/api/apps/secret_store/secret_resource>.

// No column for `payload`: it is the secret itself, which is never stored.
kind! {
    /// A secret that a Stripe App has put into Stripe's keeping: that there is one, and for whom, but not what it is.
    pub struct AppsSecret {
        object: "apps.secret",
        table: stripe_apps_secrets,
        feature: "connect",
        columns: {
            /// When Stripe deletes it, if it is to.
            expires_at: UtcTimestamp,
            /// What the app calls it; no other of the same scope is called so.
            name: Text,
            /// Who can read it: `account` (all users of the account) or `user` (one of them).
            scope_type: Text = ["/scope/type"],
            /// The user of the Dashboard who can read it, if its scope is one.
            scope_user: Text = ["/scope/user"],
        },
        ids: ["appsecret_"],
        listed: "/apps/secrets" { required: &["scope"] },
        secret: ["/payload"],
        api: stripe_connect::apps_secret as stripe_connect::AppsSecret {
            create: CreateAppsSecret,
            list: ListAppsSecret,
            /// Reads the secret of a name and a scope: <https://docs.stripe.com/api/apps/secret_store/find>.
            api_find: FindAppsSecret,
            /// Deletes the secret of a name and a scope: <https://docs.stripe.com/api/apps/secret_store/delete>.
            api_delete_where: DeleteWhereAppsSecret,
        },
    }
}
