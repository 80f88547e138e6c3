//! A new object, and a new call of an old one, must be tested too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::read_to_string;
use std::path::Path;

use crate::answered;
use crate::objects::TESTED;

/// What is tested, by model.
fn tested() -> BTreeMap<String, BTreeSet<String>> {
    let all = TESTED.iter().map(|(model, _, verbs)| (*model, *verbs)).chain(answered::tested());
    let verbs = |verbs: &[&str]| verbs.iter().map(|verb| (*verb).to_owned()).collect();
    all.map(|(model, tested)| (model.to_owned(), verbs(tested))).collect()
}

/// What a line declares: `create: CreateRefund,` in the clause of a kind's requests, and `impl ApiCreate for Event`.
fn call_in(line: &str) -> Option<String> {
    let word = |text: &str| text.split([':', '<', ' ', '(']).next().unwrap_or_default().to_owned();
    if let Some(rest) = line.trim().strip_prefix("impl Api") {
        return Some(format!("api_{}", word(rest).to_lowercase())).filter(|call| call != "api_model");
    }
    let clause = line.strip_prefix("            ").filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))?;
    let (name, request) = clause.trim_end_matches([',', '[']).split_once(": ")?;
    let is_column = COLUMNS.iter().any(|column| request.split(' ').next() == Some(*column));
    let is_request = request.starts_with(|c: char| c.is_ascii_uppercase()) && !is_column;
    let verb = if name.starts_with("api_") { name.to_owned() } else { format!("api_{name}") };
    is_request.then_some(verb)
}

/// The types of columns, which are declared as requests are.
const COLUMNS: [&str; 7] = ["BigInt", "Bool", "Double", "Json", "Reference", "Text", "UtcTimestamp"];

/// What stripe-mock does not answer as Stripe does: a card that is deleted is a bank account, and the id of a product's feature empty. A
/// subscription's pause is newer than stripe-mock, which answers some calls of an invoice with its
/// id as the `object`.
const UNANSWERED: [(&str, &str); 7] = [
    ("Card", "api_delete"),
    ("Invoice", "api_add_lines"),
    ("Invoice", "api_attach_payment"),
    ("Invoice", "api_remove_lines"),
    ("Invoice", "api_update_lines"),
    ("ProductFeature", "api_list"),
    ("Subscription", "api_pause"),
];

#[test]
fn every_call_has_its_case() {
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let objects = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/objects");
    let areas = objects.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    for file in areas.flat_map(|area| area.read_dir().unwrap()) {
        let text = read_to_string(file.unwrap().path()).unwrap();
        let model = text.lines().find_map(|line| line.trim().strip_prefix("pub struct ")?.split([' ', '(']).next());
        let calls: BTreeSet<_> = text.lines().filter_map(call_in).collect();
        if let (Some(model), false) = (model, calls.is_empty()) {
            declared.insert(model.to_owned(), calls);
        }
    }
    for (model, call) in UNANSWERED {
        assert!(declared.get_mut(model).unwrap().remove(call), "{model}::{call} is not declared");
    }
    declared.retain(|_, calls| !calls.is_empty());
    assert_eq!(declared, tested());
}
