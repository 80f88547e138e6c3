//! What is left out of all that is stored.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::json::{Node, unescaped};
use crate::model::{Kind, Kinds};

#[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "what is stored as text is the inbox's"))]
mod keys;
mod personal;
mod secrets;
#[cfg(test)]
mod tests;

use personal::PERSONAL_FIELDS;
use secrets::{CLIENT_SECRET_FIELDS, SECRET_FIELDS};

/// What is left out of all that is stored: of `stripe_data` and the columns, of the [inbox's](crate::webhook::inbox) bodies with
/// their `previous_attributes`, and of the forms of [calls](crate::calls) that are over.
///
/// | | left out | to change it |
/// |---|---|---|
/// | secrets of yours, card numbers | signing secrets of webhook endpoints, numbers and CVCs of issued cards, ephemeral keys, payloads of `apps.secret`, connection tokens and Wi-Fi passwords of terminals, account numbers of financial accounts, headers and bodies of forwarded requests | always |
/// | client secrets | every `client_secret` and `confirmation_secret`, `next_action.use_stripe_sdk`, URLs with a `client_secret` in them, URLs that let who has them in | by default; [`keep_client_secrets`](Self::keep_client_secrets) |
/// | personal data | names, addresses, birthdays, numbers of people and their accounts, wherever they are | [`personal_data`](Self::personal_data) |
/// | what you like | | [`path`](Self::path), [`field`](Self::field) |
///
/// What is left out is missing from the JSON, a column that is read from it is null, and it makes no difference between two snapshots.
/// The rules of a kind of object hold wherever such an object is: in a list, or expanded within another. Events' `previous_attributes`
/// have the rules of the event's object.
///
/// The mirror and the webhook endpoint are each told; tell them the same:
///
/// ```
/// # #[cfg(feature = "webhook")] {
/// use diesel_stripe::{mirror::Mirror, projection::Redact, webhook::Endpoint};
///
/// let redact = Redact::default().personal_data().path("charge", "/metadata/note");
/// let endpoint = Endpoint::new(["whsec_123"])?.redact(redact.clone());
/// let mirror = Mirror::live().redact(redact);
/// # }
/// # Ok::<(), diesel_stripe::Error>(())
/// ```
///
/// What was stored before a rule was made stays as it is, until its object is written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redact {
    rules: Arc<Rules>,
}

/// Erasing a person from what is stored already is these rules once more, applied to the rows, inbox bodies and calls of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rules {
    kinds: &'static Kinds,
    /// Fields of any object, at any depth.
    fields: BTreeSet<Cow<'static, str>>,
    /// JSON pointers, by the kind of object.
    paths: BTreeMap<Cow<'static, str>, BTreeSet<Cow<'static, str>>>,
    /// The last fields of the pointers.
    ends: BTreeSet<String>,
    keep_client_secrets: bool,
}

type Fields = &'static [&'static str];

/// A URL with a client secret as a parameter: `https://hooks.stripe.com/…?client_secret=…`.
const IN_URL: &str = "client_secret=";

impl Redact {
    /// Secrets and client secrets, of these kinds.
    pub(crate) fn of(kinds: &'static Kinds) -> Self {
        let rules = Rules {
            kinds,
            fields: BTreeSet::new(),
            paths: BTreeMap::new(),
            ends: BTreeSet::new(),
            keep_client_secrets: false,
        };
        let redact = Redact { rules: Arc::new(rules) };
        redact.and(SECRET_FIELDS, |kind| kind.secret).and(CLIENT_SECRET_FIELDS, |kind| kind.client_secret)
    }

    /// The kinds whose secrets and personal data are known.
    pub(crate) fn kinds(&self) -> &'static Kinds {
        self.rules.kinds
    }

    fn and(mut self, fields: Fields, paths: impl Fn(&Kind) -> Fields) -> Self {
        let rules = Arc::make_mut(&mut self.rules);
        rules.fields.extend(fields.iter().map(|field| Cow::Borrowed(*field)));
        let paths = rules.kinds.iter().flat_map(|kind| paths(kind).iter().map(|path| (kind.object, *path)));
        paths.fold(self, Redact::path_of)
    }

    fn path_of(mut self, (object, path): (impl Into<Cow<'static, str>>, impl Into<Cow<'static, str>>)) -> Self {
        let (object, path) = (object.into(), path.into());
        let rules = Arc::make_mut(&mut self.rules);
        // Through an array, the last key may be before the last number.
        let is_key = |key: &Cow<'_, str>| !key.bytes().all(|byte| byte.is_ascii_digit());
        rules
            .ends
            .extend(pointed(&path).last().into_iter().chain(pointed(&path).filter(is_key).last()).map(Cow::into_owned));
        rules.paths.entry(object).or_default().insert(path);
        self
    }

    /// Stores client secrets, for a host that shows its rows to the customer's browser.
    ///
    /// Stripe: "It should not be stored, logged, or exposed to anyone other than the customer." Whoever has it can pay, and see what the
    /// customer entered. Without this, [`StripeData::client_secret`](crate::StripeData::client_secret) of Stripe's answer has it.
    #[must_use]
    pub fn keep_client_secrets(mut self) -> Self {
        let rules = Arc::make_mut(&mut self.rules);
        rules.keep_client_secrets = true;
        for field in CLIENT_SECRET_FIELDS {
            rules.fields.remove(*field);
        }
        for kind in rules.kinds.iter() {
            if let Some(paths) = rules.paths.get_mut(kind.object) {
                paths.retain(|path| !kind.client_secret.contains(&&**path));
            }
        }
        self
    }

    /// Leaves out what is known of people: names, addresses, e-mail addresses, phone numbers, birthdays, IP addresses, numbers of
    /// identity, tax and bank accounts, what they answered in a checkout, the evidence of disputes. In all kinds of objects, and by
    /// their names in `metadata` too.
    ///
    /// Free texts stay: `description`, `statement_descriptor`, other `metadata`. So do ids, the last four digits and the fingerprints of
    /// cards and accounts, countries, and what a business says to the public.
    #[must_use]
    pub fn personal_data(self) -> Self {
        self.and(PERSONAL_FIELDS, |kind| kind.personal)
    }

    /// Leaves out one path of a kind of object: a JSON pointer (RFC 6901), as `/shipping/phone`.
    ///
    /// `~1` stands for a `/` in a key, and `~0` for a `~`. Through an array it goes by itself, to every element: `/custom_fields/text`.
    /// A number is the index of one element: `/lines/data/0/description`.
    #[must_use]
    pub fn path(self, object: impl Into<String>, path: impl Into<String>) -> Self {
        self.path_of((object.into(), path.into()))
    }

    /// Leaves out the fields of this name, of all objects, at any depth.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.rules).fields.insert(name.into().into());
        self
    }

    /// Removes what is left out from an object and all objects within it; whether there was anything.
    pub(crate) fn apply(&self, node: &mut Node<'_>) -> bool {
        let mut removed = false;
        if let Some(Node::Text(kind)) = node.get("object") {
            let kind = kind.clone();
            removed |= self.remove_paths(&kind, node);
            if kind == "event" || kind.starts_with("v2.core.event") {
                removed |= self.apply_to_event(node);
            }
        }
        match node {
            Node::Object(entries) => {
                let before = entries.len();
                entries.retain(|(name, value)| !self.rules.fields.contains(&**name) && !self.is_secret_url(value));
                removed |= entries.len() < before;
                entries.iter_mut().fold(removed, |removed, (_, value)| removed | self.apply(value))
            }
            Node::Array(elements) => {
                let before = elements.len();
                elements.retain(|value| !self.is_secret_url(value));
                removed |= elements.len() < before;
                elements.iter_mut().fold(removed, |removed, value| removed | self.apply(value))
            }
            _ => removed,
        }
    }

    fn remove_paths(&self, kind: &str, node: &mut Node<'_>) -> bool {
        let paths = self.rules.paths.get(kind).into_iter().flatten();
        paths.fold(false, |removed, path| removed | node.remove(path))
    }

    fn is_secret_url(&self, value: &Node<'_>) -> bool {
        !self.rules.keep_client_secrets && matches!(value, Node::Text(text) if text.contains(IN_URL))
    }

    /// What an event says of its object outside of it: in `previous_attributes`, and in the `data` of a thin event.
    fn apply_to_event(&self, event: &mut Node<'_>) -> bool {
        let kind = |path| event.pointer(path).and_then(Node::as_str).map(str::to_owned);
        let (kind, places): (_, &[&[&str]]) = match (kind("/data/object/object"), kind("/related_object/type")) {
            (Some(kind), _) => (kind, &[&["data", "previous_attributes"]]),
            (None, Some(kind)) => (kind, &[&["data"], &["changes", "before"], &["changes", "after"]]),
            (None, None) => return false,
        };
        places.iter().fold(false, |removed, place| {
            let found = place.iter().try_fold(&mut *event, |node, key| node.get_mut(key));
            found.is_some_and(|node| self.remove_paths(&kind, node)) || removed
        })
    }

    /// What an event says that its object was before, without what is left out of the object.
    pub(crate) fn apply_to_previous(&self, kind: &str, previous: &mut Node<'_>) {
        self.remove_paths(kind, previous);
        self.apply(previous);
    }

    /// A text without what is left out of it; `None` if that is nothing, and then it was read once and not parsed, as a rule.
    ///
    /// # Errors
    /// If it is no JSON, or nested too deep.
    #[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "what is stored as text is the inbox's"))]
    pub(crate) fn text(&self, json: &str) -> Result<Option<String>, serde_json::Error> {
        if !self.may_be_in(json) {
            return Ok(None);
        }
        let mut node: Node<'_> = serde_json::from_str(json)?;
        if self.apply(&mut node) { serde_json::to_string(&node).map(Some) } else { Ok(None) }
    }

    /// Whether a parameter of a form that makes or changes such an object says what is left out: `["shipping", "name"]`.
    #[cfg(feature = "api")]
    pub(crate) fn has_parameter(&self, object: Option<&str>, parameter: &[&str]) -> bool {
        // A list's elements are numbered, or have no name at all.
        let keys = || parameter.iter().copied().filter(|key| !key.bytes().all(|byte| byte.is_ascii_digit()));
        let mut paths = object.and_then(|object| self.rules.paths.get(object)).into_iter().flatten();
        keys().any(|key| self.rules.fields.contains(key))
            || paths.any(|path| {
                let (mut keys, mut pointed) = (keys(), pointed(path));
                pointed.all(|field| keys.next().is_some_and(|key| key == field))
            })
    }
}

/// The fields of a JSON pointer.
fn pointed(path: &str) -> impl Iterator<Item = Cow<'_, str>> {
    path.split('/').skip(1).map(unescaped)
}
