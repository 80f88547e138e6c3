//! The layers of the crate: a module imports only what stands before it here, so that it can be read, and changed, without the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Ground first. In reading order they are in `src/lib.rs`.
const LAYERS: [&str; 23] = [
    "error",       // what can go wrong
    "backoff",     // how long is waited before what failed is tried again
    "json",        // reading JSON
    "sql_types",   // one Rust type, one SQL type, three encodings
    "private",     // what exported macros need
    "sql",         // statements, and what is bound to and loaded from them
    "observed",    // the ordering rule
    "model",       // what a kind is, and a table of it
    "stripe_data", // one object as Stripe sent it
    "projection",  // from JSON to a row
    "database",    // what is asked of a connection
    "lease",       // rows that are left to one worker
    "mirror",      // the one writer: given a registry of kinds, it names none
    "migrations",  // the tables
    "metrics",     // what is counted
    "deadline",    // how long work may take
    "api",         // Stripe's API as traits
    "client",      // an HTTP client
    "refresh",     // objects to be read again
    "calls",       // durable calls
    "objects",     // the kinds
    "queries",     // relations that no single column has
    "webhook",     // deliveries, the inbox, its worker
];

/// Above all layers: the same once more for blocking connections, re-exports, and Stripe's test double.
const ABOVE: [&str; 4] = ["blocking", "prelude", "lib", "testing"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file, without comments and what is compiled for its tests alone.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let (text, _) = text.split_once("\nmod tests {").unwrap_or((&text, ""));
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The modules that code names: `crate::json::Node`, and `crate::{error, json}`.
fn named(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match after.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let end = list.find(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth < 0
                });
                let mut depth = 0;
                let parts = list[..end.unwrap()].split(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    c == ',' && depth == 0
                });
                named.extend(parts.map(|part| word(part.trim())));
            }
            None => drop(named.insert(word(after))),
        }
    }
    named
}

#[test]
fn a_module_imports_only_what_is_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    let mut wrong = Vec::new();
    for path in all {
        let within = path.strip_prefix(&source).unwrap();
        let module = within.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if ABOVE.contains(&&*module) || within.ends_with("tests.rs") {
            continue;
        }
        let Some(layer) = LAYERS.iter().position(|known| *known == module) else {
            wrong.push(format!("{}: {module} has no layer", within.display()));
            continue;
        };
        for import in named(&code(&path)) {
            let import = if import == "__private" { "private" } else { &*import };
            let is_above = ABOVE.contains(&import) || LAYERS.iter().skip(layer + 1).any(|above| *above == import);
            if is_above {
                wrong.push(format!("{} imports {import}, which is above {module}", within.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found() {
    let text = "use crate::json::Node;\nuse crate::{error::{Error, Result}, sql};\nfn f(x: crate::model::Kind) {}";
    assert_eq!(named(text).into_iter().collect::<Vec<_>>(), ["error", "json", "model", "sql"]);
}
