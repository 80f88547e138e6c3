//! A request's parameters, read as what they should be, or refused in Stripe's words.

use super::error::ApiError;
use super::form::{Branch, Tree};

/// The parameters of a request, or those nested under one name.
#[derive(Debug, Clone)]
pub(super) struct Params<'a> {
    /// The name that these are nested under; empty at the top.
    name: String,
    entries: &'a [(String, Tree)],
}

/// Stripe's limit for a text that has no other.
pub(super) const TEXT: usize = 5_000;

impl<'a> Params<'a> {
    pub fn new(entries: &'a Branch) -> Self {
        Params { name: String::new(), entries }
    }

    fn get(&self, name: &str) -> Option<&'a Tree> {
        self.entries.iter().find(|(entry, _)| entry == name).map(|(_, tree)| tree)
    }

    /// The name as the request wrote it: `shipping[address][city]`.
    pub fn full(&self, name: &str) -> String {
        if self.name.is_empty() { name.to_owned() } else { format!("{}[{name}]", self.name) }
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the request unsets this: an empty value.
    pub fn unsets(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Tree::Text(text)) if text.is_empty())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Tree)> {
        self.entries.iter().map(|(name, tree)| (name.as_str(), tree))
    }

    /// A text that may be empty, which unsets it.
    pub fn text(&self, name: &str, max: usize) -> Result<Option<&'a str>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Tree::Branch(_)) => Err(ApiError::parameter(self.full(name), "Invalid string: this is an object")),
            Some(Tree::Text(text)) if text.chars().count() > max => {
                let start: String = text.chars().take(20).collect();
                Err(ApiError::parameter(
                    self.full(name),
                    format!("Invalid string: {start}...; must be at most {max} characters"),
                ))
            }
            Some(Tree::Text(text)) => Ok(Some(text)),
        }
    }

    /// A text that cannot be unset.
    pub fn filled(&self, name: &str, max: usize) -> Result<Option<&'a str>, ApiError> {
        match self.text(name, max)? {
            Some("") => Err(self.empty(name)),
            text => Ok(text),
        }
    }

    pub fn required(&self, name: &str, max: usize) -> Result<&'a str, ApiError> {
        self.filled(name, max)?.ok_or_else(|| self.missing(name))
    }

    pub fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.filled(name, TEXT)? else { return Ok(None) };
        let refused = || {
            ApiError::parameter(self.full(name), format!("Invalid integer: {text}")).code("parameter_invalid_integer")
        };
        text.parse().map(Some).map_err(|_| refused())
    }

    /// An integer of at least `min`.
    pub fn at_least(&self, name: &str, min: i64) -> Result<Option<i64>, ApiError> {
        match self.integer(name)? {
            Some(number) if number < min => {
                Err(self.out_of_range(name, format!("This value must be greater than or equal to {min}.")))
            }
            number => Ok(number),
        }
    }

    pub fn out_of_range(&self, name: &str, message: String) -> ApiError {
        ApiError::parameter(self.full(name), message).code("parameter_invalid_integer")
    }

    pub fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.filled(name, TEXT)? {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(text) => Err(ApiError::parameter(self.full(name), format!("Invalid boolean: {text}"))),
        }
    }

    /// One of `words`.
    pub fn choice(&self, name: &str, words: &[&str]) -> Result<Option<&'a str>, ApiError> {
        match self.filled(name, TEXT)? {
            Some(text) if !words.contains(&text) => {
                let message = match words.split_last() {
                    Some((last, [])) => format!("must be {last}"),
                    Some((last, others)) => format!("must be one of {}, or {last}", others.join(", ")),
                    None => "no value is possible".to_owned(),
                };
                Err(ApiError::parameter(self.full(name), format!("Invalid {}: {message}", self.full(name))))
            }
            text => Ok(text),
        }
    }

    /// The parameters nested under `name`; none if it is empty.
    pub fn nested(&self, name: &str) -> Result<Option<Params<'a>>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Tree::Branch(entries)) => Ok(Some(Params { name: self.full(name), entries })),
            Some(Tree::Text(text)) if text.is_empty() => Ok(Some(Params { name: self.full(name), entries: &[] })),
            Some(Tree::Text(_)) => Err(ApiError::parameter(self.full(name), "Invalid object")),
        }
    }

    /// A list of texts; empty if it is unset.
    pub fn texts(&self, name: &str) -> Result<Option<Vec<&'a str>>, ApiError> {
        let Some(list) = self.get(name) else { return Ok(None) };
        let refused = || ApiError::parameter(self.full(name), "Invalid array");
        match list {
            Tree::Text(text) if text.is_empty() => Ok(Some(Vec::new())),
            Tree::Text(_) => Err(refused()),
            Tree::Branch(entries) => entries
                .iter()
                .map(|(index, entry)| match entry {
                    Tree::Text(text) if index.parse::<usize>().is_ok() => Ok(text.as_str()),
                    _ => Err(refused()),
                })
                .collect::<Result<_, _>>()
                .map(Some),
        }
    }

    /// A list of objects; empty if it is unset.
    pub fn objects(&self, name: &str) -> Result<Option<Vec<Params<'a>>>, ApiError> {
        let Some(list) = self.nested(name)? else { return Ok(None) };
        let objects = list.entries.iter().map(|(index, _)| match index.parse::<usize>() {
            Ok(_) => Ok(list.nested(index)?.unwrap_or_else(|| Params { name: list.full(index), entries: &[] })),
            Err(_) => Err(ApiError::parameter(self.full(name), "Invalid array")),
        });
        objects.collect::<Result<_, _>>().map(Some)
    }

    pub fn missing(&self, name: &str) -> ApiError {
        ApiError::parameter(self.full(name), format!("Missing required param: {}.", self.full(name)))
            .code("parameter_missing")
    }

    fn empty(&self, name: &str) -> ApiError {
        let name = self.full(name);
        let message = format!(
            "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; \
             however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value."
        );
        ApiError::parameter(name, message).code("parameter_invalid_empty")
    }

    /// Refuses names that are not in Stripe's specification.
    pub fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        let unknown: Vec<String> =
            self.iter().filter(|(name, _)| !known.contains(name)).map(|(name, _)| self.full(name)).collect();
        match unknown.first() {
            None => Ok(()),
            Some(first) => {
                let plural = if unknown.len() == 1 { "" } else { "s" };
                let message = format!("Received unknown parameter{plural}: {}", unknown.join(", "));
                Err(ApiError::parameter(first, message).code("parameter_unknown"))
            }
        }
    }
}
