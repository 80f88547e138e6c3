//! The filters of a list, by the names of the fields that they compare.

use serde_json::Value;

use crate::error::ApiError;
use crate::form::Tree;
use crate::lists::Times;
use crate::routes::PAGE;
use crate::state::Call;

/// What a request wants of the objects of a list.
pub(super) struct Filters<'a>(Vec<Filter<'a>>);

enum Filter<'a> {
    Times(&'a str, Times),
    Is(&'a str, &'a Tree),
}

impl<'a> Filters<'a> {
    /// A filter that compares what none of the list's objects has is refused, as the fake does not know what Stripe compares.
    pub fn read(call: &Call<'a>, is_here: impl Fn(&Value) -> bool) -> Result<Self, ApiError> {
        let mut filters = Vec::new();
        for (name, given) in call.params.iter().filter(|(name, _)| !PAGE.contains(name)) {
            let filter = match given {
                Tree::Text(all) if name == "status" && all == "all" => continue,
                Tree::Branch(bounds)
                    if bounds.iter().all(|(bound, _)| ["gt", "gte", "lt", "lte"].contains(&&**bound)) =>
                {
                    Filter::Times(name, Times::read(&call.params, name)?)
                }
                given => Filter::Is(name, given),
            };
            let mut objects = call.shelf.range_of(&call.route.kinds, ..).filter(|object| is_here(object)).peekable();
            if objects.peek().is_some() && !objects.any(|object| !filter.fields(object).is_empty()) {
                let message = format!("FakeStripe does not know what the filter `{name}` of this list compares.");
                return Err(ApiError::parameter(name, message));
            }
            filters.push(filter);
        }
        Ok(Filters(filters))
    }

    pub fn admit(&self, object: &Value) -> bool {
        self.0.iter().all(|filter| filter.admits(object))
    }
}

impl Filter<'_> {
    /// What the filter compares: the field of its name (`lookup_keys` is compared with `lookup_key`), or of an object within.
    fn fields<'o>(&self, object: &'o Value) -> Vec<&'o Value> {
        let (Filter::Times(name, _) | Filter::Is(name, _)) = self;
        let named = |object: &'o Value| object.get(name).or_else(|| object.get(name.strip_suffix('s')?));
        match named(object) {
            Some(field) => vec![field],
            None => object.as_object().into_iter().flat_map(|fields| fields.values().filter_map(named)).collect(),
        }
    }

    fn admits(&self, object: &Value) -> bool {
        self.fields(object).into_iter().any(|field| match self {
            Filter::Times(_, times) => times.admits(field.as_i64()),
            Filter::Is(_, given) => is(field, given),
        })
    }
}

/// Whether a field is what is asked for; of several, one of them.
fn is(field: &Value, given: &Tree) -> bool {
    match given {
        Tree::Text(text) => match field {
            Value::String(value) => value == text,
            Value::Object(_) if field.get("id").is_some() => field["id"] == text.as_str(),
            Value::Array(values) => values.iter().any(|value| is(value, given)),
            // A boolean or a number.
            value => serde_json::from_str::<Value>(text).is_ok_and(|text| text == *value),
        },
        Tree::Branch(entries) if entries.iter().all(|(index, _)| index.parse::<usize>().is_ok()) => {
            entries.iter().any(|(_, entry)| is(field, entry))
        }
        Tree::Branch(entries) => {
            entries.iter().all(|(name, entry)| field.get(name).is_some_and(|field| is(field, entry)))
        }
    }
}
