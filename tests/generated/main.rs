//! What follows from the declarations of kinds is committed, and is as they say: migrations, joins, README's table.
//!
//! After a change to a declaration, `GENERATE=1 cargo test --all-features --test generated` rewrites it; review it, and commit it.

mod joins;
mod migrations;
#[path = "../support/own_tables.rs"]
mod own_tables;
mod readme;

use std::path::Path;
use std::{env, fs};

/// Compares a file with what it should be, or rewrites it if that is asked for.
fn expect(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if committed == expected {
        return;
    }
    if env::var_os("GENERATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(&path, expected).unwrap();
    }
    let same =
        committed.lines().zip(expected.lines()).take_while(|(committed, expected)| committed == expected).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("nothing").to_owned();
    panic!(
        "{}, line {}: {}\nis to be: {}\nGENERATE=1 cargo test --all-features --test generated rewrites what is generated",
        path.display(),
        same + 1,
        line(&committed),
        line(expected),
    );
}
