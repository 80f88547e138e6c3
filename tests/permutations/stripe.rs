//! A small Stripe, written for this proof alone: objects, what they own and refer to, and how they look in an answer or an event.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The kind of an object and its id.
pub type Key = (&'static str, String);

/// The first second of every history.
pub const START: i64 = 1_700_000_000;

/// Fields have moved between these two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Old,
    New,
}

impl Version {
    pub fn name(self) -> &'static str {
        match self {
            Version::Old => "2018-02-06",
            Version::New => "2026-09-30.endive",
        }
    }
}

/// What is known of a kind.
pub struct Kind {
    pub name: &'static str,
    /// The field that says when it was made is absent from some kinds; so is the mode.
    created: bool,
    livemode: bool,
    /// Fields that hold another object's id, or that object where it is asked for.
    references: &'static [(&'static str, &'static str)],
    /// Fields that always hold another object whole.
    embedded: &'static [(&'static str, &'static str)],
    /// The list of what it owns: the field, the kind of its elements, and whether only the older version has it.
    pub list: Option<(&'static str, &'static str, bool)>,
    /// What an expanded reference to it shows after its deletion: a stub, or its id alone.
    leaves_a_stub: bool,
}

const PLAIN: Kind =
    Kind { name: "", created: true, livemode: true, references: &[], embedded: &[], list: None, leaves_a_stub: false };

const KINDS: [Kind; 15] = [
    Kind { name: "card", created: false, livemode: false, references: &[("customer", "customer")], ..PLAIN },
    Kind { name: "charge", references: &[("customer", "customer")], list: Some(("refunds", "refund", true)), ..PLAIN },
    Kind { name: "coupon", ..PLAIN },
    Kind {
        name: "customer",
        references: &[("default_source", "card")],
        list: Some(("sources", "card", true)),
        leaves_a_stub: true,
        ..PLAIN
    },
    Kind {
        name: "invoice",
        references: &[("customer", "customer"), ("subscription", "subscription")],
        list: Some(("lines", "line_item", false)),
        ..PLAIN
    },
    Kind { name: "line_item", created: false, embedded: &[("price", "price")], ..PLAIN },
    Kind { name: "payout", ..PLAIN },
    Kind { name: "plan", references: &[("product", "product")], ..PLAIN },
    Kind { name: "price", references: &[("product", "product")], ..PLAIN },
    Kind { name: "product", references: &[("default_price", "price")], leaves_a_stub: true, ..PLAIN },
    Kind { name: "promotion_code", embedded: &[("coupon", "coupon")], ..PLAIN },
    Kind { name: "refund", references: &[("charge", "charge")], ..PLAIN },
    Kind {
        name: "subscription",
        references: &[("customer", "customer"), ("latest_invoice", "invoice")],
        list: Some(("items", "subscription_item", false)),
        ..PLAIN
    },
    Kind { name: "subscription_item", livemode: false, embedded: &[("price", "price")], ..PLAIN },
    Kind { name: "tax_rate", ..PLAIN },
];

pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

pub fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("no kind is named {name}"))
}

#[derive(Debug, Clone)]
pub struct Object {
    pub created: i64,
    /// References are ids here.
    pub fields: Map<String, Value>,
    pub parent: Option<Key>,
    pub gone: bool,
    /// Whether it was ever deleted, be it created again since.
    pub was_gone: bool,
    /// The change that was its last.
    pub changed: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Stripe {
    /// Milliseconds since [`START`].
    pub now: i64,
    /// Counts the changes.
    pub step: usize,
    objects: BTreeMap<Key, Object>,
}

/// How objects are shown.
pub struct Rendering {
    pub version: Version,
    /// How many of a hundred references are expanded.
    pub expand: u8,
    /// How deep.
    pub depth: u8,
    /// How many elements of a list are shown.
    pub limit: usize,
    /// Whether lists say what Stripe's own say, or leave out what tells that there is more.
    pub honest: bool,
    pub random: fastrand::Rng,
}

impl Rendering {
    /// As events have it.
    pub fn plain(version: Version) -> Self {
        Rendering { version, expand: 0, depth: 0, limit: 10, honest: true, random: fastrand::Rng::with_seed(0) }
    }
}

impl Stripe {
    pub fn second(&self) -> i64 {
        START + self.now.div_euclid(1_000)
    }

    pub fn get(&self, key: &Key) -> Option<&Object> {
        self.objects.get(key)
    }

    pub fn live(&self, key: &Key) -> Option<&Object> {
        self.get(key).filter(|object| !object.gone)
    }

    /// All that live, of a kind.
    pub fn all(&self, kind: &'static str) -> Vec<Key> {
        self.objects
            .iter()
            .filter(|((of, _), object)| *of == kind && !object.gone)
            .map(|(key, _)| key.clone())
            .collect()
    }

    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.objects.keys()
    }

    pub fn children(&self, parent: &Key) -> Vec<Key> {
        let of_parent = |(_, object): &(&Key, &Object)| !object.gone && object.parent.as_ref() == Some(parent);
        self.objects.iter().filter(of_parent).map(|(key, _)| key.clone()).collect()
    }

    pub fn create(&mut self, key: &Key, parent: Option<&Key>, fields: Value) {
        let Value::Object(fields) = fields else { panic!("fields are a JSON object") };
        let was_gone = self.objects.contains_key(key);
        self.step += 1;
        let (created, changed) = (self.second(), self.step);
        let object = Object { created, fields, parent: parent.cloned(), gone: false, was_gone, changed };
        self.objects.insert(key.clone(), object);
        self.touch_parent(key);
    }

    pub fn set(&mut self, key: &Key, field: &str, value: impl Into<Value>) {
        self.step += 1;
        let step = self.step;
        let object = self.objects.get_mut(key).expect("an object");
        object.fields.insert(field.to_owned(), value.into());
        object.changed = step;
        self.touch_parent(key);
    }

    pub fn delete(&mut self, key: &Key) {
        for child in self.children(key) {
            self.delete(&child);
        }
        self.step += 1;
        let step = self.step;
        let object = self.objects.get_mut(key).expect("an object");
        (object.gone, object.was_gone, object.changed) = (true, true, step);
        self.touch_parent(key);
    }

    /// A parent shows its children: it changes with them.
    fn touch_parent(&mut self, key: &Key) {
        let step = self.step;
        if let Some(parent) = self.objects[key].parent.clone() {
            self.objects.get_mut(&parent).expect("a parent").changed = step;
        }
    }

    pub fn stub(key: &Key) -> Value {
        json!({ "id": key.1, "object": key.0, "deleted": true })
    }

    /// An object as it is now, or as it was when it was deleted.
    pub fn render(&self, key: &Key, how: &mut Rendering) -> Value {
        self.render_at(key, how, 0)
    }

    fn render_at(&self, key: &Key, how: &mut Rendering, depth: u8) -> Value {
        let object = &self.objects[key];
        let of = kind(key.0);
        let mut shown = Map::new();
        shown.insert("id".into(), key.1.clone().into());
        shown.insert("object".into(), key.0.into());
        if of.created {
            shown.insert("created".into(), object.created.into());
        }
        if of.livemode {
            shown.insert("livemode".into(), false.into());
        }
        shown.insert("metadata".into(), json!({}));
        shown.extend(object.fields.clone());
        for (field, target) in of.references {
            if let Some(id) = shown.get(*field).and_then(Value::as_str).map(str::to_owned)
                && depth < how.depth
                && how.random.u8(..100) < how.expand
            {
                let target = (*target, id);
                match self.get(&target) {
                    Some(object) if !object.gone => {
                        shown.insert((*field).into(), self.render_at(&target, how, depth + 1));
                    }
                    Some(_) if kind(target.0).leaves_a_stub => {
                        shown.insert((*field).into(), Stripe::stub(&target));
                    }
                    _ => {}
                }
            }
        }
        for (field, target) in of.embedded {
            if let Some(id) = shown.get(*field).and_then(Value::as_str).map(str::to_owned) {
                shown.insert((*field).into(), self.render_at(&(*target, id), how, depth + 1));
            }
        }
        if let Some((field, _, older)) = of.list
            && (!older || how.version == Version::Old)
        {
            shown.insert(field.into(), self.list(key, how, depth));
        }
        moved(key.0, how.version, &mut shown);
        Value::Object(shown)
    }

    fn list(&self, parent: &Key, how: &mut Rendering, depth: u8) -> Value {
        let children = self.children(parent);
        let data: Vec<Value> =
            children.iter().take(how.limit).map(|child| self.render_at(child, how, depth + 1)).collect();
        let has_more = data.len() < children.len();
        let mut list = json!({ "object": "list", "data": data, "url": list_url(parent) });
        match (how.honest, how.random.u8(..3)) {
            (true, _) => list["has_more"] = has_more.into(),
            (false, 0) => list["total_count"] = children.len().into(),
            // It is whole, and says that there is more.
            (false, 1) => list["has_more"] = true.into(),
            (false, _) => {}
        }
        if how.random.bool() {
            list["total_count"] = children.len().into();
        }
        list
    }
}

pub fn list_url((kind, id): &Key) -> String {
    match *kind {
        "subscription" => format!("/v1/subscription_items?subscription={id}"),
        "invoice" => format!("/v1/invoices/{id}/lines"),
        "charge" => format!("/v1/charges/{id}/refunds"),
        "customer" => format!("/v1/customers/{id}/sources"),
        other => panic!("a {other} has no list"),
    }
}

/// Puts fields where the version has them.
fn moved(kind: &str, version: Version, shown: &mut Map<String, Value>) {
    match (kind, version) {
        ("invoice", Version::New) => {
            if let Some(subscription) = shown.remove("subscription") {
                let parent = match subscription {
                    Value::Null => Value::Null,
                    subscription => json!({ "subscription_details": { "subscription": subscription } }),
                };
                shown.insert("parent".into(), parent);
            }
        }
        ("line_item", Version::New) => {
            if let Some(price) = shown.remove("price").filter(|price| !price.is_null()) {
                let details = json!({ "price": price["id"], "product": id_of(&price["product"]) });
                shown.insert("pricing".into(), json!({ "price_details": details }));
            }
        }
        // Older versions do not say whose line it is.
        ("line_item", Version::Old) => drop(shown.remove("invoice")),
        ("promotion_code", Version::New) => {
            if let Some(coupon) = shown.remove("coupon") {
                // Here it is a reference.
                shown.insert("promotion".into(), json!({ "type": "coupon", "coupon": id_of(&coupon) }));
            }
        }
        ("subscription", Version::Old) => {
            if let Some(method) = shown.remove("collection_method") {
                shown.insert("billing".into(), method);
            }
        }
        _ => {}
    }
}

/// A reference as an id, whether it is expanded or not.
pub fn id_of(reference: &Value) -> Value {
    match reference {
        Value::Object(object) => object.get("id").cloned().unwrap_or(Value::Null),
        other => other.clone(),
    }
}

/// What an object says, in whichever version and expanded or not. What it owns is left out: that has rows of its own.
pub fn content(kind: &str, json: &Value) -> Value {
    let field = |name: &str| json[name].clone();
    let reference = |name: &str| id_of(&json[name]);
    match kind {
        "card" => json!([field("exp_year"), reference("customer")]),
        "charge" => json!([field("amount"), field("description"), reference("customer"), reference("source")]),
        "coupon" => json!([field("name")]),
        "customer" => json!([field("email"), reference("default_source")]),
        "invoice" => {
            let parent = &json["parent"]["subscription_details"]["subscription"];
            let subscription = if parent.is_null() { reference("subscription") } else { id_of(parent) };
            json!([field("status"), field("total"), reference("customer"), subscription])
        }
        "line_item" => {
            let pricing = &json["pricing"]["price_details"]["price"];
            let price = if pricing.is_null() { reference("price") } else { id_of(pricing) };
            json!([field("amount"), field("description"), price])
        }
        "payout" => json!([field("status"), field("amount")]),
        "plan" => json!([field("nickname"), reference("product")]),
        "price" => json!([field("nickname"), field("active"), field("unit_amount"), reference("product")]),
        "product" => json!([field("name"), field("active"), reference("default_price")]),
        "promotion_code" => {
            let promotion = &json["promotion"]["coupon"];
            json!([field("active"), if promotion.is_null() { reference("coupon") } else { id_of(promotion) }])
        }
        "refund" => json!([field("amount"), field("status"), reference("charge")]),
        "subscription" => {
            let method = if json["billing"].is_null() { field("collection_method") } else { field("billing") };
            json!([field("status"), field("description"), reference("customer"), reference("latest_invoice"), method])
        }
        "subscription_item" => json!([field("quantity"), reference("price")]),
        "tax_rate" => json!([field("display_name"), field("active")]),
        other => panic!("no kind is named {other}"),
    }
}
