//! A JSON document that borrows its strings: what extraction and the fingerprint read.
//!
//! Not `serde_json::Value`: it takes twice as long to build, and what it keeps of key order and of numbers depends on features
//! that any other crate in the build may turn on. A fingerprint must not.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

mod raw;
mod scalars;
mod text;

pub(crate) use raw::raw_all;
pub(crate) use scalars::{EXACT, Unfit, boolean, decimal, describe, time, time_of};
pub use text::{JsonText, MAX_BODY};

/// A JSON value, with the keys of objects in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer over 2⁶³−1.
    Unsigned(u64),
    Float(f64),
    Text(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Of a key that comes twice the last counts, as in `jsonb`.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        match self {
            Node::Object(entries) => entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            Node::Array(elements) => elements.get(key.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The value at a JSON pointer (RFC 6901); absent and null are the same.
    pub(crate) fn pointer(&self, path: &str) -> Option<&Node<'a>> {
        let mut found = self;
        let mut rest = path;
        while let Some(path) = rest.strip_prefix('/') {
            // Not `split`: its searcher costs more than a short path.
            let (mut end, mut is_escaped) = (path.len(), false);
            for (place, byte) in path.bytes().enumerate() {
                if byte == b'/' {
                    end = place;
                    break;
                }
                is_escaped |= byte == b'~';
            }
            let key = &path[..end];
            found = if is_escaped { found.get(&unescaped(key))? } else { found.get(key)? };
            rest = &path[end..];
        }
        (!matches!(found, Node::Null)).then_some(found)
    }

    /// What stands at a JSON pointer, if anything does; null too.
    pub(crate) fn entry(&self, path: &str) -> Option<&Node<'a>> {
        let (within, key) = path.rsplit_once('/')?;
        let within = if within.is_empty() { self } else { self.pointer(within)? };
        within.get(&unescaped(key))
    }

    /// How deep it is nested: a scalar is not.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Node::Array(elements) => 1 + elements.iter().map(Node::depth).max().unwrap_or(0),
            Node::Object(entries) => 1 + entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id of an expanded object.
    pub(crate) fn id(&self) -> Option<&str> {
        self.get("id").and_then(Node::as_str)
    }

    /// The `object` of an object of Stripe's.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.get("object").and_then(Node::as_str)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node<'a>> {
        match self {
            Node::Object(entries) => entries.iter_mut().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            Node::Array(elements) => elements.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        }
    }

    pub(crate) fn children_mut(&mut self) -> impl Iterator<Item = &mut Node<'a>> {
        let (elements, entries) = match self {
            Node::Array(elements) => (Some(elements), None),
            Node::Object(entries) => (None, Some(entries)),
            _ => (None, None),
        };
        elements.into_iter().flatten().chain(entries.into_iter().flatten().map(|(_, value)| value))
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Node::Array(_) | Node::Object(_))
    }

    /// Removes the values at a JSON pointer; whether there were any. Through an array it goes to every element, unless the pointer says
    /// which one.
    pub(crate) fn remove(&mut self, path: &str) -> bool {
        let Some(keys) = path.strip_prefix('/') else { return false };
        let (key, rest) = keys.split_at(keys.find('/').unwrap_or(keys.len()));
        match self {
            Node::Array(elements) => match key.parse::<usize>() {
                Ok(index) if index >= elements.len() => false,
                Ok(index) if rest.is_empty() => {
                    elements.remove(index);
                    true
                }
                Ok(index) => elements[index].remove(rest),
                Err(_) => elements.iter_mut().fold(false, |removed, element| removed | element.remove(path)),
            },
            Node::Object(entries) => {
                let (key, before) = (unescaped(key), entries.len());
                if rest.is_empty() {
                    entries.retain(|(name, _)| *name != key);
                    return entries.len() < before;
                }
                // Every one of a key that comes twice: what is redacted must not stay in the text.
                let found = entries.iter_mut().filter(|(name, _)| *name == key);
                found.fold(false, |removed, (_, value)| removed | value.remove(rest))
            }
            _ => false,
        }
    }
}

/// A key as a JSON pointer writes it: `~1` is a slash, and `~0` a tilde.
pub(crate) fn unescaped(key: &str) -> Cow<'_, str> {
    if key.contains('~') { key.replace("~1", "/").replace("~0", "~").into() } else { key.into() }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

/// How `serde_json` hands out numbers when some crate in the build enables its feature `arbitrary_precision`.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Node::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if entries.is_empty() {
                // Stripe's objects are large, and growing moves what is there.
                entries.reserve(16);
            }
            let value: Node<'de> = map.next_value()?;
            if key == ARBITRARY_PRECISION {
                return Ok(value.as_str().map_or(Node::Null, number));
            }
            entries.push((key, value));
        }
        Ok(Node::Object(entries))
    }
}

fn number<'a>(text: &str) -> Node<'a> {
    match (text.parse(), text.parse(), text.parse()) {
        (Ok(integer), _, _) => Node::Integer(integer),
        (_, Ok(unsigned), _) => Node::Unsigned(unsigned),
        (_, _, Ok(float)) => Node::Float(float),
        _ => Node::Null,
    }
}

/// A key, borrowed where the text has no escapes; `Cow` alone would always be copied.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(NodeVisitor)? {
            Node::Text(text) => Ok(Key(text)),
            _ => Err(serde::de::Error::custom("a key that is not a string")),
        }
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Integer(value) => serializer.serialize_i64(*value),
            Node::Unsigned(value) => serializer.serialize_u64(*value),
            Node::Float(value) => serializer.serialize_f64(*value),
            Node::Text(text) => serializer.serialize_str(text),
            Node::Array(elements) => serializer.collect_seq(elements),
            Node::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
