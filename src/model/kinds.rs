//! The kinds that a mirror knows.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Kind, List, StripeModel as _, StripeObject, Table};

/// The kinds of objects that a mirror knows, by their `object`: [`KINDS`](crate::objects::KINDS) are this crate's.
///
/// What is known of a kind decides which of two snapshots is newer and whether they say the same, so it does not depend on the features
/// that are on.
#[derive(Debug)]
pub struct Kinds {
    all: Vec<&'static Kind>,
    by_object: HashMap<&'static str, Known>,
    /// The lists in whose elements a kind is.
    lists_of: HashMap<&'static str, Vec<ListIn>>,
    /// How ids begin, the longest first: `sub_sched_` is no `sub_`.
    prefixes: Vec<(&'static str, &'static str)>,
}

/// A kind, with what follows from its declaration.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) kind: &'static Kind,
    /// What is written as an id in the canonical JSON, sorted.
    pub(crate) references: Vec<&'static str>,
}

/// A list, and the object that it is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListIn {
    /// The kind of the object.
    pub(crate) parent: &'static str,
    /// The object's table.
    pub(crate) table: &'static Table,
    pub(crate) list: &'static List,
}

impl Kinds {
    pub(crate) fn new(all: impl IntoIterator<Item = &'static Kind>) -> Self {
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_unstable_by_key(|kind| kind.object);
        let known = |kind: &&'static Kind| (kind.object, Known { kind, references: kind.all_references() });
        let mut prefixes: Vec<_> =
            all.iter().flat_map(|kind| kind.ids.prefixes.iter().map(|prefix| (*prefix, kind.object))).collect();
        prefixes.sort_by_key(|(prefix, _)| Reverse(prefix.len()));
        let mut lists_of: HashMap<_, Vec<_>> = HashMap::new();
        for kind in &all {
            for list in kind.lists {
                let table = kind.table.unwrap_or(StripeObject::TABLE);
                lists_of.entry(list.object).or_default().push(ListIn { parent: kind.object, table, list });
            }
        }
        Kinds { by_object: all.iter().map(known).collect(), all, lists_of, prefixes }
    }

    /// The kind of this `object`.
    pub fn get(&self, object: &str) -> Option<&'static Kind> {
        self.known(object).map(|known| known.kind)
    }

    /// The table of the kind of this `object`, if it has one and its feature is on.
    pub fn table(&self, object: &str) -> Option<&'static Table> {
        self.get(object).and_then(|kind| kind.table)
    }

    /// All of them, sorted by their `object`.
    pub fn iter(&self) -> impl Iterator<Item = &'static Kind> + Clone {
        self.all.iter().copied()
    }

    /// The tables of the enabled areas.
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> + Clone {
        self.iter().filter_map(|kind| kind.table)
    }

    pub(crate) fn known(&self, object: &str) -> Option<&Known> {
        self.by_object.get(object)
    }

    /// Whether a user may have chosen this id, so that it may be deleted and created again. Of a kind that nobody knows, who knows.
    pub(crate) fn is_chosen(&self, object: &str, id: &str) -> bool {
        self.get(object).is_none_or(|kind| kind.is_chosen(id))
    }

    /// What an id that Stripe chose says of its object. Ids that users choose say nothing.
    pub(crate) fn kind_of_id(&self, id: &str) -> Option<&'static str> {
        self.prefixes.iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, object)| *object)
    }

    /// The lists in whose elements objects of this kind are.
    pub(crate) fn lists_of(&self, object: &str) -> &[ListIn] {
        self.lists_of.get(object).map_or(&[], Vec::as_slice)
    }
}

/// There is one registry in a program, as a rule.
impl PartialEq for Kinds {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Kinds {}
