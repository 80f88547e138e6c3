//! What is left out of `stripe_data`.

use std::borrow::Cow;

use super::json::Node;

/// Which JSON paths are left out of what is stored. Webhook endpoints' signing secrets always are.
///
/// A redacted path is missing from `stripe_data`, and a column that is read from it is null. The rules of an object also hold
/// where it is expanded within another.
///
/// ```
/// use diesel_stripe::model::Redact;
///
/// let redact = Redact::default().client_secrets().path("charge", "/billing_details");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redact {
    paths: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

const ALWAYS: &[(&str, &str)] = &[("webhook_endpoint", "/secret")];

const CLIENT_SECRETS: &[(&str, &str)] = &[
    ("payment_intent", "/client_secret"),
    ("setup_intent", "/client_secret"),
    ("invoice", "/confirmation_secret"),
    ("checkout.session", "/client_secret"),
    ("source", "/client_secret"),
    ("financial_connections.session", "/client_secret"),
    ("identity.verification_session", "/client_secret"),
    ("customer_session", "/client_secret"),
    ("account_session", "/client_secret"),
];

const PERSONAL_DATA: &[(&str, &str)] = &[
    ("customer", "/address"),
    ("customer", "/email"),
    ("customer", "/name"),
    ("customer", "/phone"),
    ("customer", "/shipping"),
    ("customer", "/individual_name"),
    ("customer", "/business_name"),
    ("charge", "/billing_details"),
    ("charge", "/receipt_email"),
    ("charge", "/shipping"),
    ("payment_intent", "/receipt_email"),
    ("payment_intent", "/shipping"),
    ("payment_method", "/billing_details"),
    ("invoice", "/customer_address"),
    ("invoice", "/customer_email"),
    ("invoice", "/customer_name"),
    ("invoice", "/customer_phone"),
    ("invoice", "/customer_shipping"),
    ("invoice", "/customer_tax_ids"),
    ("checkout.session", "/customer_details"),
    ("dispute", "/evidence"),
];

impl Default for Redact {
    fn default() -> Self {
        Redact { paths: Vec::new() }.and(ALWAYS)
    }
}

impl Redact {
    fn and(mut self, paths: &[(&'static str, &'static str)]) -> Self {
        self.paths.extend(paths.iter().map(|(object, path)| (Cow::Borrowed(*object), Cow::Borrowed(*path))));
        self
    }

    /// Leaves out every `client_secret`.
    #[must_use]
    pub fn client_secrets(self) -> Self {
        self.and(CLIENT_SECRETS)
    }

    /// Leaves out names, addresses, e-mail addresses, phone numbers, and the evidence of disputes.
    #[must_use]
    pub fn personal_data(self) -> Self {
        self.and(PERSONAL_DATA)
    }

    /// Leaves out one path of a kind of object: a JSON pointer (RFC 6901) through objects, as `/shipping/phone`.
    #[must_use]
    pub fn path(mut self, object: impl Into<String>, path: impl Into<String>) -> Self {
        self.paths.push((object.into().into(), path.into().into()));
        self
    }

    /// Removes the paths from an object and all objects within it; whether there were any.
    pub(super) fn apply(&self, node: &mut Node<'_>) -> bool {
        let mut removed = false;
        if !matches!(node, Node::Object(_) | Node::Array(_)) {
            return removed;
        }
        if let Some(Node::Text(kind)) = node.get("object") {
            let kind = kind.clone();
            for (_, path) in self.paths.iter().filter(|(object, _)| *object == kind) {
                removed |= node.remove(path);
            }
        }
        for child in node.children_mut() {
            removed |= self.apply(child);
        }
        removed
    }
}
