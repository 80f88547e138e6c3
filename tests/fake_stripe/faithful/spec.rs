//! Stripe's specification, as JSON Schema.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use boon::{Compiler, ErrorKind, InstanceToken, SchemaIndex, Schemas, ValidationError};
use hyper::Method;
use serde_json::Value;

use super::{Problem, kind};

/// An operation of the specification.
pub struct Operation {
    /// `POST /v1/customers/{}`.
    pub name: String,
    pub parameters: BTreeSet<String>,
    /// The name of the answer's schema.
    pub response: String,
}

struct Spec {
    operations: Vec<Operation>,
    /// The properties of each object.
    properties: HashMap<String, BTreeSet<String>>,
    schemas: Schemas,
    indexes: HashMap<String, SchemaIndex>,
}

static SPEC: LazyLock<Spec> = LazyLock::new(|| {
    const URL: &str = "https://stripe.com/spec3.json";
    let json: Value = serde_json::from_str(include_str!("../../fixtures/spec3_trimmed.json")).unwrap();
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let operations = json["operations"].as_object().unwrap().iter().map(|(name, operation)| Operation {
        name: without_names(name),
        parameters: names(&operation["parameters"]),
        response: operation["response"].as_str().unwrap().to_owned(),
    });
    let operations = operations.collect();
    let (mut schemas, mut compiler, mut indexes) = (Schemas::new(), Compiler::new(), HashMap::new());
    compiler.add_resource(URL, json.clone()).unwrap();
    let mut properties = HashMap::new();
    for (name, schema) in json["schemas"].as_object().unwrap() {
        let index = compiler.compile(&format!("{URL}#/schemas/{name}"), &mut schemas).unwrap();
        indexes.insert(name.clone(), index);
        if let Some(fields) = schema["properties"].as_object() {
            properties.insert(name.clone(), fields.keys().cloned().collect());
        }
    }
    Spec { operations, properties, schemas, indexes }
});

/// `/v1/customers/{customer}` is `/v1/customers/{}`.
fn without_names(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    Vec::from_iter(segments).join("/")
}

pub fn operation(name: &str) -> Option<&'static Operation> {
    SPEC.operations.iter().find(|operation| operation.name == name)
}

/// The operation of a request; a path in so many words comes before one with an id.
pub fn route(method: &Method, path: &str) -> Option<&'static Operation> {
    let request = format!("{method} {path}");
    let fits =
        |name: &str| name.split('/').zip(request.split('/')).all(|(name, request)| name == "{}" || name == request);
    let as_long = |name: &&Operation| name.name.split('/').count() == request.split('/').count();
    let found = SPEC.operations.iter().filter(as_long).filter(|operation| fits(&operation.name));
    found.min_by_key(|operation| operation.name.matches("{}").count())
}

/// What is wrong with a value that should be as this schema says.
pub fn check(schema: &str, value: &Value) -> Vec<Problem> {
    let Some(index) = SPEC.indexes.get(schema) else {
        return vec![Problem { kind: schema.to_owned(), at: String::new(), what: "is nothing that Stripe has".into() }];
    };
    match SPEC.schemas.validate(value, *index) {
        Ok(()) => Vec::new(),
        Err(error) => problems(&error, value),
    }
}

/// What is wrong with an object, which says itself what it should be.
pub fn check_object(object: &Value) -> Vec<Problem> {
    check(&kind(object), object)
}

/// Names in `part` that no object of the kind of `whole` has.
pub fn check_names(whole: &Value, part: &Value) -> Vec<Problem> {
    let (kind, none) = (kind(whole), serde_json::Map::new());
    let properties = SPEC.properties.get(&kind);
    let names = part.as_object().unwrap_or(&none).keys();
    let unknown = names.filter(|name| properties.is_some_and(|properties| !properties.contains(*name)));
    unknown.map(|name| Problem { kind: kind.clone(), at: format!("/{name}"), what: "was never there".into() }).collect()
}

fn problems(error: &ValidationError<'_, '_>, root: &Value) -> Vec<Problem> {
    let here = |field: Option<&str>, what: String| {
        let (kind, at) = place(root, &error.instance_location.tokens, field);
        Problem { kind, at, what }
    };
    match &error.kind {
        // Of several things that it could be, it is meant to be the one that it resembles most.
        ErrorKind::AnyOf => {
            let branches = error.causes.iter().map(|cause| problems(cause, root));
            branches
                .min_by_key(|problems| (different_kind(problems, &here(None, String::new())), problems.len()))
                .unwrap_or_default()
        }
        ErrorKind::AdditionalProperties { got } => {
            got.iter().map(|field| here(Some(field), "is not in the specification".into())).collect()
        }
        ErrorKind::Required { want } => want.iter().map(|field| here(Some(field), "is missing".into())).collect(),
        kind if error.causes.is_empty() => vec![here(None, kind.to_string())],
        _ => error.causes.iter().flat_map(|cause| problems(cause, root)).collect(),
    }
}

/// Whether a branch of alternatives is out of the question: the value itself is of another type, or of another kind.
fn different_kind(problems: &[Problem], whole: &Problem) -> bool {
    let kind = ["", "/object", "/deleted"].map(|field| format!("{}{field}", whole.at));
    problems.iter().any(|problem| problem.kind == whole.kind && kind.contains(&problem.at))
}

/// The innermost object around a place, and the place in it.
fn place(root: &Value, tokens: &[InstanceToken<'_>], field: Option<&str>) -> (String, String) {
    let (mut value, mut kind, mut at) = (root, kind(root), String::new());
    for token in tokens {
        value = match token {
            InstanceToken::Prop(name) => {
                at.push_str(&format!("/{name}"));
                &value[name.as_ref()]
            }
            InstanceToken::Item(index) => {
                at.push_str("/*");
                &value[*index]
            }
        };
        if value["object"].is_string() {
            (kind, at) = (super::kind(value), String::new());
        }
    }
    if let Some(field) = field {
        at.push_str(&format!("/{field}"));
    }
    (kind, at)
}
