//! Which tables may appear in a query together: those between which a reference leads, in the one direction or the other, and those
//! that share a customer.
//!
//! Not all pairs: each is compiled by every user, and of 120 tables there are 7,000.

use std::collections::{BTreeMap, BTreeSet};

use diesel_stripe::model::Kind;
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::ColumnType;

use crate::expect;

const HEAD: &str = "\
//! Which tables may appear in a query together: written by `GENERATE=1 cargo test --all-features --test generated`, which says why.

use super::*;

macro_rules! together {
    ($($table:ident: $($other:ident),+;)+) => {
        $(crate::allow_tables_to_appear_in_same_query!($table, $($other),+);)+
    };
}

";

/// How long a line may be.
const WIDTH: usize = 120;

/// The kind that a column refers to, by its name: `latest_charge` is a charge, and the `card` of an `issuing.transaction` is an
/// `issuing.card`.
fn target(of: &Kind, column: &str) -> Option<&'static Kind> {
    // An Account (v2), which has no table.
    if column == "customer_account" {
        return None;
    }
    let area = |object: &str| object.rsplit_once('.').map(|(area, _)| area.to_owned());
    let named = |kind: &&'static Kind| {
        let whole = kind.object.replace('.', "_");
        let short = kind.object.rsplit('.').next().unwrap();
        let is = |name: &str| column == name || column.ends_with(&format!("_{name}"));
        let length = if is(&whole) { whole.len() } else { is(short).then_some(short.len())? };
        // Of two that are called so, the one of the same area.
        Some((length, area(kind.object) == area(of.object), area(kind.object).is_none()))
    };
    KINDS.iter().filter(|kind| kind.table.is_some() && named(kind).is_some()).max_by_key(named)
}

/// The columns of a kind that refer to others.
fn references(kind: &'static Kind) -> impl Iterator<Item = &'static str> {
    let columns = kind.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
    columns.map(|column| column.name)
}

#[test]
fn tables_appear_together_where_a_reference_leads_from_one_to_the_other() {
    type Named = (&'static str, &'static str);
    let named = |kind: &'static Kind| Some((kind.table?.name, kind.feature));
    let mut pairs: BTreeSet<(Named, Named)> = BTreeSet::new();
    let mut pair = |one: Named, other: Named| match one.cmp(&other) {
        std::cmp::Ordering::Less => drop(pairs.insert((one, other))),
        std::cmp::Ordering::Equal => {}
        std::cmp::Ordering::Greater => drop(pairs.insert((other, one))),
    };
    let mut of_customers = Vec::new();
    for kind in KINDS.iter() {
        let Some(own) = named(kind) else { continue };
        let targets = references(kind).filter_map(|column| target(kind, column));
        let lists = kind.lists.iter().filter_map(|list| KINDS.get(list.object));
        targets.chain(lists).filter_map(named).for_each(|other| pair(own, other));
        of_customers.extend(references(kind).any(|column| column == "customer").then_some(own));
    }
    for (n, one) in of_customers.iter().enumerate() {
        of_customers[n + 1..].iter().for_each(|other| pair(*one, *other));
    }
    let mut groups: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for ((table, feature), (other, others)) in pairs {
        groups.entry((feature, others)).or_default().entry(table).or_default().push(other);
    }
    let mut text = HEAD.to_owned();
    for ((feature, others), tables) in groups {
        text += &match feature == others {
            true => format!("#[cfg(feature = \"{feature}\")]\n"),
            false => format!("#[cfg(all(feature = \"{feature}\", feature = \"{others}\"))]\n"),
        };
        text += "together! {\n";
        for (table, with) in tables {
            let mut line = format!("    {table}:");
            for (n, other) in with.iter().enumerate() {
                let end = if n + 1 < with.len() { "," } else { ";" };
                if line.len() + other.len() + 2 > WIDTH {
                    text += &format!("{line}\n");
                    line = "       ".to_owned();
                }
                line += &format!(" {other}{end}");
            }
            text += &format!("{line}\n");
        }
        text += "}\n";
    }
    expect("src/objects/joins.rs", &text);
}
