//! `metadata`: up to 50 texts of the user's own, merged key by key.

use serde_json::{Map, Value};

use super::error::ApiError;
use super::form::Tree;
use super::params::Params;

const KEYS: usize = 50;
const KEY_LENGTH: usize = 40;
const VALUE_LENGTH: usize = 500;

/// Applies the request's `metadata` to an object's: an empty value removes its key, an empty `metadata` all of them.
pub(super) fn merge(object: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let Some(given) = params.nested("metadata")? else { return Ok(()) };
    let mut metadata = match object.get("metadata") {
        Some(Value::Object(existing)) if !params.unsets("metadata") => existing.clone(),
        _ => Map::new(),
    };
    for (key, value) in given.iter() {
        let Tree::Text(value) = value else {
            return Err(ApiError::parameter(given.full(key), "Metadata values must be strings."));
        };
        if key.chars().count() > KEY_LENGTH {
            return Err(ApiError::parameter(
                "metadata",
                format!("Metadata keys must be at most {KEY_LENGTH} characters long: '{key}'"),
            ));
        }
        if value.chars().count() > VALUE_LENGTH {
            return Err(ApiError::parameter(
                given.full(key),
                format!(
                    "Metadata values must be at most {VALUE_LENGTH} characters long: the one of '{key}' is longer."
                ),
            ));
        }
        if value.is_empty() {
            metadata.remove(key);
        } else {
            metadata.insert(key.to_owned(), value.as_str().into());
        }
    }
    if metadata.len() > KEYS {
        return Err(ApiError::parameter("metadata", format!("Metadata can have at most {KEYS} keys.")));
    }
    object["metadata"] = Value::Object(metadata);
    Ok(())
}
