//! A new object, and a new call of an old one, must be tested too.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

use diesel_stripe::objects::KINDS;

use crate::objects::TESTED;

#[test]
fn every_table_has_its_case() {
    // Events are the one kind without a table that has calls.
    let tables: BTreeSet<_> = KINDS.tables().map(|table| table.name).chain(["stripe_objects"]).collect();
    let tested: BTreeSet<_> = TESTED.iter().map(|(_, table, _)| *table).collect();
    assert_eq!(tables, tested);
}

/// What the declarations say: `impl ApiCreate for Refund`, and `pub async fn api_cancel` in the file that declares
/// `pub struct Refund`.
#[test]
fn every_call_has_its_case() {
    let mut declared = BTreeSet::new();
    for area in ["core", "billing"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/objects").join(area);
        for file in folder.read_dir().unwrap() {
            let text = read_to_string(file.unwrap().path()).unwrap();
            let after = |line: &str, start: &str| {
                Some(line.trim().strip_prefix(start)?.split(['<', ' ', '(']).next()?.to_owned())
            };
            // Whose customer it is, is not an object of Stripe's.
            let Some(model) = text.lines().find_map(|line| after(line, "pub struct ")) else { continue };
            for line in text.lines() {
                let verb = after(line, "pub async fn ")
                    .or_else(|| Some(format!("api_{}", after(line, "impl Api")?.to_lowercase())));
                declared.extend(verb.filter(|verb| verb != "api_model").map(|verb| (model.clone(), verb)));
            }
        }
    }
    let tested =
        TESTED.iter().flat_map(|(model, _, verbs)| verbs.iter().map(|verb| (model.to_string(), verb.to_string())));
    assert_eq!(declared, tested.collect());
}
