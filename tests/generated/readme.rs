//! README's table of the objects that are mirrored.

use std::collections::BTreeMap;
use std::fs;

use diesel_stripe::objects::KINDS;

use crate::expect;

const BEGIN: &str = "<!-- objects: written by `GENERATE=1 cargo test --all-features --test generated` -->\n";
const END: &str = "<!-- end of objects -->\n";

/// A model is called as its kind: `radar.value_list` is `RadarValueList`, unless its table says another name.
fn model(table: &str) -> String {
    let singular = table.strip_prefix("stripe_").unwrap();
    let singular = match singular {
        _ if singular.ends_with("ies") => format!("{}y", &singular[..singular.len() - 3]),
        _ => singular.strip_suffix('s').unwrap().to_owned(),
    };
    let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
    singular.split('_').map(capitalized).collect()
}

#[test]
fn the_table_of_objects_has_them_all() {
    let mut areas: BTreeMap<(bool, &str), Vec<String>> = BTreeMap::new();
    for kind in KINDS.iter() {
        let Some(table) = kind.table else { continue };
        areas.entry((kind.feature != "core", kind.feature)).or_default().push(model(table.name));
    }
    let mut table = "| area | objects, each a model and a table `stripe_<plural>` |\n|---|---|\n".to_owned();
    for ((_, area), mut models) in areas {
        models.sort_unstable();
        table += &format!("| `{area}` | {} |\n", models.join(", "));
    }
    table += "| every other kind | whole, in `stripe_objects`: nothing that Stripe sends is dropped |\n";
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("README.md has a place for the objects");
    let (_, after) = rest.split_once(END).expect("README.md says where the objects end");
    expect("README.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}
