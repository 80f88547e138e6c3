//! An update of an object whose kind is not known by heart: its parameters become its fields.

use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::form::Tree;
use crate::metadata;
use crate::params::Params;

pub(super) fn apply(object: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    metadata::merge(object, params)?;
    for (name, given) in params.iter().filter(|(name, _)| !["expand", "metadata"].contains(name)) {
        object[name] = changed(object.get(name).unwrap_or(&Value::Null), given);
    }
    Ok(())
}

/// A field's new value, of the same type as the one before as far as that can be.
fn changed(before: &Value, given: &Tree) -> Value {
    match given {
        Tree::Text(text) if text.is_empty() => Value::Null,
        Tree::Text(text) => match before {
            Value::Bool(_) => text.parse().map_or_else(|_| text.as_str().into(), Value::Bool),
            Value::Number(_) => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
            _ => text.as_str().into(),
        },
        Tree::Branch(entries) if entries.iter().all(|(index, _)| index.parse::<usize>().is_ok()) => {
            let like = before.get(0).unwrap_or(&Value::Null);
            entries.iter().map(|(_, entry)| changed(like, entry)).collect()
        }
        Tree::Branch(entries) => {
            let mut fields = before.as_object().cloned().unwrap_or_else(Map::new);
            for (name, entry) in entries {
                let value = changed(fields.get(name).unwrap_or(&Value::Null), entry);
                fields.insert(name.clone(), value);
            }
            Value::Object(fields)
        }
    }
}
