//! What is within an object: other objects, and what differs between two renderings of it.

use std::fmt::Write as _;

use crate::json::Node;
use crate::model::{Kind, Kinds, Known, List, Table};

/// Makes of an object's JSON what the object alone says, in place: references are written as ids, here and in the objects that
/// are content of it, and volatile values are taken out. Returns where other objects were that are snapshots of their own, as
/// JSON pointers: expanded and embedded ones, and elements of lists that are not among the kept ones.
///
/// What is within such an object is not looked at: it belongs to that object's own snapshot.
pub(super) fn reduce(node: &mut Node<'_>, kinds: &Kinds, table: &Table, lists: &[&List]) -> Vec<String> {
    let mut reduction = Reduction { kinds, lists, at: String::new(), found: Vec::new() };
    let kind = node.kind().and_then(|object| kinds.get(object));
    reduction.visit(node, None, true);
    // What only this table's declaration knows.
    let is_known = |path: &&str| kind.is_some_and(|kind| kind.history.iter().any(|known| known == path));
    for path in table.references().filter(|path| !is_known(path)) {
        reduction.collapse(node, path, true);
    }
    remove_all(node, table.volatile);
    let mut found = reduction.found;
    found.sort_unstable();
    found.dedup();
    found
}

struct Reduction<'k> {
    kinds: &'k Kinds,
    /// The lists whose elements are children, and no business of this.
    lists: &'k [&'k List],
    /// Where the reduction is, as a JSON pointer.
    at: String,
    found: Vec<String>,
}

/// The object of a known kind that a value belongs to, and the length of the pointer to it.
type Owner = Option<(&'static Kind, usize)>;

impl Reduction<'_> {
    /// `is_news`: whether objects found here are snapshots, rather than history or within one that is.
    fn visit(&mut self, node: &mut Node<'_>, owner: Owner, is_news: bool) {
        match node {
            Node::Array(elements) => {
                let is_news = is_news && !self.is_kept();
                self.visit_elements(elements, owner, is_news);
            }
            Node::Object(_) => match node.kind() {
                Some("list") => self.visit_list(node, owner, is_news),
                Some(object) => match self.kinds.known(object) {
                    Some(Known { kind, references }) => {
                        for path in references {
                            self.collapse(node, path, is_news && !kind.of_another_account.contains(path));
                        }
                        self.visit_fields(node, Some((*kind, self.at.len())), is_news);
                        remove_all(node, kind.volatile);
                    }
                    None => self.visit_fields(node, None, is_news),
                },
                None => self.visit_fields(node, owner, is_news),
            },
            _ => {}
        }
    }

    fn visit_fields(&mut self, node: &mut Node<'_>, owner: Owner, is_news: bool) {
        let Node::Object(entries) = node else { return };
        for (key, value) in entries.iter_mut().filter(|(_, value)| value.is_container()) {
            self.enter(key, |this| {
                let is_history = |(kind, length): (&Kind, usize)| kind.history.contains(&&this.at[length..]);
                let is_news = is_news && !owner.is_some_and(is_history);
                this.visit(value, owner, is_news);
            });
        }
    }

    fn visit_list(&mut self, list: &mut Node<'_>, owner: Owner, is_news: bool) {
        let is_news = is_news && !self.is_kept();
        let Some(Node::Array(elements)) = list.get_mut("data") else { return };
        self.enter("data", |this| this.visit_elements(elements, owner, is_news));
    }

    /// An element of which Stripe tells by itself is a snapshot of its own, and content of its parent all the same: of a list, or of the
    /// bare array that old versions have in its place.
    fn visit_elements(&mut self, elements: &mut [Node<'_>], owner: Owner, is_news: bool) {
        for (n, element) in elements.iter_mut().enumerate().filter(|(_, element)| element.is_container()) {
            let kind = element.kind().and_then(|object| self.kinds.get(object));
            let is_own = is_news && element.id().is_some() && kind.is_some_and(Kind::is_known_alone);
            self.enter_index(n, |this| {
                if is_own {
                    this.found.push(this.at.clone());
                }
                this.visit(element, owner, is_news && !is_own);
            });
        }
    }

    /// Whether this is one of the lists whose elements are children.
    fn is_kept(&self) -> bool {
        self.lists.iter().any(|declared| declared.path == self.at)
    }

    /// Writes the objects at a path as their ids.
    fn collapse(&mut self, node: &mut Node<'_>, path: &str, is_news: bool) {
        let Some((key, rest)) = first_of(path) else {
            if let Some(id) = node.id().map(str::to_owned) {
                if is_news && node.kind().is_some() {
                    self.found.push(self.at.clone());
                }
                *node = Node::Text(id.into());
            }
            return;
        };
        match (node, key) {
            (Node::Array(elements), "*") => {
                for (n, element) in elements.iter_mut().enumerate() {
                    self.enter_index(n, |this| this.collapse(element, rest, is_news));
                }
            }
            (Node::Object(entries), "*") => {
                for (key, value) in entries {
                    self.enter(key, |this| this.collapse(value, rest, is_news));
                }
            }
            (node, key) => {
                if let Some(value) = node.get_mut(key).filter(|value| value.is_container()) {
                    self.enter(key, |this| this.collapse(value, rest, is_news));
                }
            }
        }
    }

    fn enter(&mut self, key: &str, then: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        self.at.push('/');
        // RFC 6901.
        if key.contains(['~', '/']) {
            self.at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.at.push_str(key);
        }
        then(self);
        self.at.truncate(length);
    }

    fn enter_index(&mut self, index: usize, then: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        // Writing into a string does not fail.
        let _ = write!(self.at, "/{index}");
        then(self);
        self.at.truncate(length);
    }
}

/// Removes the values at these paths.
fn remove_all(node: &mut Node<'_>, paths: &[&str]) {
    // Neighbours begin with the same key, and most objects have nothing there.
    let mut absent = "";
    for path in paths {
        match first_of(path) {
            Some((key, rest)) if !rest.is_empty() && key == absent => {}
            Some((key, rest)) if !rest.is_empty() && !node.get(key).is_some_and(Node::is_container) => absent = key,
            _ => remove(node, path),
        }
    }
}

/// Removes the values at a path.
fn remove(node: &mut Node<'_>, path: &str) {
    match first_of(path) {
        Some(("*", rest)) => node.children_mut().for_each(|child| remove(child, rest)),
        Some((key, "")) => {
            if let Node::Object(entries) = node {
                entries.retain(|(name, _)| name != key);
            }
        }
        Some((key, rest)) => {
            if let Some(child) = node.get_mut(key) {
                remove(child, rest);
            }
        }
        None => {}
    }
}

/// The first key of a path, and the path from there.
fn first_of(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/')?;
    // Not `split`: its searcher costs more than a short path.
    Some(path.split_at(path.bytes().position(|byte| byte == b'/').unwrap_or(path.len())))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{StripeModel, StripeObject};
    use crate::objects::KINDS;

    /// What is left of an object in a table of any kind, and where others were.
    fn reduced(object: &Value) -> (Value, Vec<String>) {
        let text = object.to_string();
        let mut node: Node<'_> = serde_json::from_str(&text).unwrap();
        let found = reduce(&mut node, &KINDS, StripeObject::TABLE, &[]);
        (serde_json::to_value(&node).unwrap(), found)
    }

    fn stub(object: &str, id: &str) -> Value {
        json!({"id": id, "object": object, "deleted": true})
    }

    #[test]
    fn references_are_ids_wherever_the_specification_has_them() {
        let (left, found) = reduced(&json!({
            "id": "in_1", "object": "invoice", "customer": stub("customer", "cus_1"), "charge": "ch_1",
            "parent": {"subscription_details": {"subscription": {"id": "sub_1", "object": "subscription"}}},
            "discounts": ["di_1", {"id": "di_2", "object": "discount"}],
            "metadata": {"a/b~c": {"id": "cus_2", "object": "customer"}},
        }));
        assert_eq!(left["customer"], "cus_1");
        assert_eq!(left["parent"], json!({"subscription_details": {"subscription": "sub_1"}}));
        assert_eq!(left["discounts"], json!(["di_1", "di_2"]));
        assert!(left["metadata"]["a/b~c"].is_object(), "no reference");
        assert_eq!(found, ["/customer", "/discounts/1", "/parent/subscription_details/subscription"]);
    }

    #[test]
    fn what_is_embedded_is_found_in_lists_and_in_objects_that_are_content() {
        let price = json!({"id": "price_1", "object": "price", "product": {"id": "prod_1", "object": "product"}});
        let item = json!({"id": "li_1", "object": "item", "price": price});
        let line_items = json!({"object": "list", "data": [item, item]});
        let (left, found) = reduced(&json!({"id": "cs_1", "object": "checkout.session", "line_items": line_items}));
        assert_eq!(left, json!({"id": "cs_1", "object": "checkout.session"}), "it comes only where it is expanded");
        assert_eq!(found, ["/line_items/data/0/price", "/line_items/data/1/price"]);

        let discount = json!({"id": "di_1", "object": "discount", "coupon": {"id": "gold", "object": "coupon"}});
        let (left, found) = reduced(&json!({"id": "cus_1", "object": "customer", "discount": discount}));
        assert_eq!(left["discount"]["coupon"], "gold");
        assert_eq!(found, ["/discount/coupon"]);
    }

    #[test]
    fn elements_that_stripe_answers_for_are_snapshots_and_content() {
        let reversal = json!({"id": "trr_1", "object": "transfer_reversal", "transfer": stub("transfer", "tr_1")});
        let reversals = json!({"object": "list", "data": [reversal]});
        let (left, found) = reduced(&json!({"id": "tr_1", "object": "transfer", "reversals": reversals}));
        let reversal = json!({"id": "trr_1", "object": "transfer_reversal", "transfer": "tr_1"});
        assert_eq!(left["reversals"]["data"], json!([reversal]));
        assert_eq!(found, ["/reversals/data/0"], "the transfer is the reversal's own");
    }

    #[test]
    fn elements_that_only_their_list_tells_of_stay_in_a_list_that_nobody_keeps() {
        let item = json!({"id": "si_1", "object": "subscription_item", "price": {"id": "price_1", "object": "price"}});
        let items = json!({"object": "list", "data": [item]});
        let (left, found) = reduced(&json!({"id": "sub_1", "object": "subscription", "items": items}));
        assert_eq!(left["items"]["data"], json!([{"id": "si_1", "object": "subscription_item", "price": "price_1"}]));
        assert_eq!(found, ["/items/data/0/price"]);
    }

    #[test]
    fn history_is_content_and_no_snapshot() {
        let card = json!({"id": "card_1", "object": "card", "customer": stub("customer", "cus_1")});
        let method = json!({"id": "pm_1", "object": "payment_method"});
        let charge = json!({"id": "ch_1", "object": "charge", "source": card});
        let (left, found) = reduced(&charge);
        assert_eq!(left["source"], json!({"id": "card_1", "object": "card", "customer": "cus_1"}));
        assert!(found.is_empty(), "{found:?}");

        let intent =
            json!({"id": "pi_1", "object": "payment_intent", "last_payment_error": {"payment_method": method}});
        assert_eq!(reduced(&intent), (intent, vec![]));
        let event = json!({"id": "evt_1", "object": "event", "data": {"object": {
            "id": "pi_1", "object": "payment_intent", "payment_method": method,
        }}});
        assert!(reduced(&event).1.is_empty());
    }

    #[test]
    fn what_belongs_to_another_account_is_no_snapshot() {
        let transfer = json!({
            "id": "tr_1", "object": "transfer", "destination_payment": {"id": "py_1", "object": "charge"},
            "balance_transaction": {"id": "txn_1", "object": "balance_transaction"},
        });
        let (left, found) = reduced(&transfer);
        assert_eq!((&left["destination_payment"], found), (&json!("py_1"), vec!["/balance_transaction".to_owned()]));
    }

    #[test]
    fn volatile_values_are_taken_out() {
        let next_action = json!({"type": "pix", "pix": {"data": "x", "image_url_png": "https://…", "expires_at": 1}});
        let intent = json!({"id": "pi_1", "object": "payment_intent", "next_action": next_action});
        assert_eq!(reduced(&intent).0["next_action"], json!({"type": "pix", "pix": {"data": "x", "expires_at": 1}}));
        let tiers = json!({"id": "price_1", "object": "price", "tiers": [{"up_to": 1}], "tiers_mode": "volume"});
        assert_eq!(reduced(&tiers).0, json!({"id": "price_1", "object": "price", "tiers_mode": "volume"}));
    }
}
