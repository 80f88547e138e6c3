//! Lists within an object: which elements they show, and whether these are all.
//!
//! **Complete is only what says so**: `has_more: false`, or a count (`total_count`, formerly `count`) of as many elements as are
//! there. Anything else deletes nothing. What repeats in a list, as on pages that overlap, is one element: the last.
//!
//! # By what an element is known
//!
//! By its `id`, but for the lines of invoices before API version 2019-12-03. Their ids are those of what they bill (`sub_…`,
//! `su_…`, `item_…`, `sli_…`, `ii_…`), so two lines of an invoice may share one, and so do the lines of one invoice and the
//! next. Such a line is known by its `unique_id`, which is its `id` in every newer version. Where there is none either, in what
//! was recorded before Stripe sent it, by its invoice, its id and a hash of its content: `in_1/sub_1/0f…`. No key depends on the
//! other elements, on their order or on the pages they came on.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::Fingerprint;
use super::extract::read;
use crate::error::Result;
#[cfg(feature = "api")]
use crate::json::JsonText;
use crate::json::{Node, raw_all};
use crate::model::{Kinds, List};
#[cfg(feature = "api")]
use crate::stripe_data::Origin;
use crate::stripe_data::Snapshot;

/// A list of children within an object.
#[derive(Debug)]
pub(crate) struct NestedList {
    pub(crate) list: &'static List,
    /// Whether the list is whole: what is missing from it does not exist (any more).
    pub(crate) complete: bool,
    /// Whether Stripe has more of it, or may have.
    pub(crate) has_more: bool,
    /// Whether an element could not be read: none can be said to be missing then.
    #[cfg_attr(not(feature = "api"), allow(dead_code, reason = "lists are completed through the API"))]
    pub(crate) unread: bool,
    /// Where Stripe has it: `/v1/subscription_items?subscription=sub_1`.
    #[cfg_attr(not(feature = "api"), allow(dead_code, reason = "lists are completed through the API"))]
    pub(crate) url: Option<String>,
    /// Stripe's ids of the elements, in its order: where the next page begins.
    #[cfg_attr(not(feature = "api"), allow(dead_code, reason = "lists are completed through the API"))]
    pub(crate) ids: Vec<String>,
    pub(crate) children: Vec<Snapshot>,
}

impl NestedList {
    /// The lists of children within an object.
    pub(crate) fn all(kinds: &Kinds, lists: &[&'static List], snapshot: &Snapshot) -> Vec<NestedList> {
        let of = |list: &'static List| {
            let page = raw_all(snapshot.json.as_str(), &[list.path]).pop()?;
            let page = RawList::read(page.get())?;
            let read = |raw: &&RawValue| read(snapshot, || Ok(element_of(snapshot, raw)?.known_by(kinds)));
            let children: Vec<Snapshot> = page.data.iter().filter_map(read).collect();
            let unread = children.len() < page.data.len();
            let has_more = match page.extent(page.data.len()) {
                Extent::More => true,
                Extent::Whole => false,
                // It can be read only where it says where it is.
                Extent::Unsaid => page.url.is_some(),
            };
            Some(NestedList {
                list,
                complete: page.extent(page.data.len()) == Extent::Whole && !unread,
                has_more,
                unread,
                ids: page.ids(),
                url: page.url,
                children: once(children),
            })
        };
        lists.iter().copied().filter_map(of).collect()
    }

    /// Adds what the next pages showed. It is complete if they were all read.
    #[cfg(feature = "api")]
    pub(crate) fn extend(&mut self, children: Vec<Snapshot>, unread: bool, whole: bool) {
        let before = std::mem::take(&mut self.children);
        self.children = once(before.into_iter().chain(children).collect());
        self.unread |= unread;
        self.has_more = !whole;
        self.complete = whole && !self.unread;
    }
}

/// What a list says of its own extent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// These are all elements.
    Whole,
    /// There are more.
    More,
    /// Nothing.
    Unsaid,
}

/// A list as Stripe sends it, its elements unread.
#[derive(serde::Deserialize)]
pub(crate) struct RawList<'a> {
    #[serde(borrow)]
    pub(crate) data: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    has_more: Option<&'a RawValue>,
    #[serde(borrow, default)]
    total_count: Option<&'a RawValue>,
    #[serde(borrow, default)]
    count: Option<&'a RawValue>,
    #[serde(default)]
    pub(crate) url: Option<String>,
}

impl<'a> RawList<'a> {
    /// A list, or the bare array that old versions have in its place, which says nothing of its extent.
    fn read(json: &'a str) -> Option<Self> {
        let of_array = |data| RawList { data, has_more: None, total_count: None, count: None, url: None };
        // An array would be read as the list's fields, in their order.
        if json.trim_start().starts_with('[') {
            return serde_json::from_str(json).map(of_array).ok();
        }
        serde_json::from_str(json).ok()
    }

    /// What the list says, where so many of its elements are known.
    pub(crate) fn extent(&self, known: usize) -> Extent {
        let count = |raw: Option<&RawValue>| serde_json::from_str::<usize>(raw?.get()).ok();
        let has_more: Option<bool> = self.has_more.and_then(|raw| serde_json::from_str(raw.get()).ok());
        match (has_more, count(self.total_count).or_else(|| count(self.count))) {
            (Some(true), _) => Extent::More,
            (_, Some(count)) if count > known => Extent::More,
            (Some(false), _) => Extent::Whole,
            (None, Some(count)) if count == known => Extent::Whole,
            (None, _) => Extent::Unsaid,
        }
    }

    /// Stripe's ids of the elements, in its order.
    pub(crate) fn ids(&self) -> Vec<String> {
        #[derive(serde::Deserialize)]
        struct Id {
            id: String,
        }
        self.data.iter().filter_map(|raw| serde_json::from_str(raw.get()).map(|Id { id }| id).ok()).collect()
    }
}

/// Each element once, the last that was shown, in the order of the first.
fn once(children: Vec<Snapshot>) -> Vec<Snapshot> {
    let mut places: HashMap<(String, String), usize> = HashMap::with_capacity(children.len());
    let mut kept: Vec<Snapshot> = Vec::with_capacity(children.len());
    for child in children {
        match places.get(&(child.object.clone(), child.id.clone())) {
            Some(&place) => kept[place] = child,
            None => {
                places.insert((child.object.clone(), child.id.clone()), kept.len());
                kept.push(child);
            }
        }
    }
    kept
}

/// An element of a list within an object.
fn element_of(parent: &Snapshot, raw: &RawValue) -> Result<Snapshot> {
    parent.nested(raw).map(|element| known_by(element, &parent.id))
}

/// An element of a list that belongs to a parent, from a page of its own.
#[cfg(feature = "api")]
pub(crate) fn element(kinds: &Kinds, json: JsonText, origin: Origin, parent: &str) -> Result<Snapshot> {
    Snapshot::read(json, origin).map(|element| known_by(element, parent).known_by(kinds))
}

/// Gives a line of an invoice that has no id of its own one that is.
fn known_by(element: Snapshot, parent: &str) -> Snapshot {
    const BILLED: [&str; 5] = ["sub_", "su_", "item_", "sli_", "ii_"];
    let has_its_own = element.object != "line_item" || !BILLED.iter().any(|prefix| element.id.starts_with(prefix));
    let node: Option<Node<'_>> = if has_its_own { None } else { serde_json::from_str(element.json.as_str()).ok() };
    let Some(node) = node else { return element };
    let hash = Fingerprint::of(&node, element.json.as_str().len());
    Snapshot { id: format!("{parent}/{}/{}", element.id, hash.as_str()), ..element }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(json: &str) -> Extent {
        let list: RawList<'_> = serde_json::from_str(json).unwrap();
        list.extent(list.data.len())
    }

    #[test]
    fn a_bare_array_says_nothing_of_its_extent() {
        for (json, elements) in [("[]", 0), (r#"[{"id": "re_1"}, {"id": "re_2"}]"#, 2), (r#"[["a"], false]"#, 2)] {
            let list = RawList::read(json).unwrap();
            assert_eq!(
                (list.data.len(), list.extent(elements), &list.url),
                (elements, Extent::Unsaid, &None),
                "{json}"
            );
        }
        assert!(RawList::read(r#""re_1""#).is_none() && RawList::read("{}").is_none());
    }

    #[test]
    fn complete_is_only_what_says_so() {
        for (json, expected) in [
            (r#"{"data": [1], "has_more": false}"#, Extent::Whole),
            (r#"{"data": [1], "has_more": false, "total_count": null}"#, Extent::Whole),
            (r#"{"data": [1], "has_more": true}"#, Extent::More),
            (r#"{"data": [], "has_more": true}"#, Extent::More),
            (r#"{"data": [1], "has_more": true, "total_count": 1}"#, Extent::More),
            (r#"{"data": [1], "has_more": false, "total_count": 3}"#, Extent::More),
            (r#"{"data": [1], "total_count": 3}"#, Extent::More),
            (r#"{"data": [1], "total_count": 1}"#, Extent::Whole),
            (r#"{"data": [1], "count": 1}"#, Extent::Whole),
            (r#"{"data": [1, 2], "count": 1}"#, Extent::Unsaid),
            (r#"{"data": [1]}"#, Extent::Unsaid),
            (r#"{"data": [], "has_more": null}"#, Extent::Unsaid),
            (r#"{"data": [], "has_more": "false"}"#, Extent::Unsaid),
        ] {
            assert_eq!(extent(json), expected, "{json}");
        }
    }
}
