#!/usr/bin/env python3
"""Makes fake-stripe/src/any/operations.tsv of Stripe's spec3.json: what can be asked of any kind of object, and told of it.

    ./fake-stripe/derive_operations.py path/to/spec3.json >fake-stripe/src/any/operations.tsv

Lines, by their first word:

    kind    KIND: one that has an id
    get     PATH KINDS PARAMETERS: an object by its id
    list    PATH KINDS PARAMETERS: a list of objects
    update  PATH KINDS PARAMETERS: a change of what `get` has at the same path
    delete  PATH KINDS PARAMETERS
    other   METHOD PATH: anything else
    event   KIND TYPE: what tells that one was created, updated or deleted
"""

import json
import re
import sys

# Where the first words of a type of event are not the kind's name.
PREFIXES = {
    "account.external_account": ["bank_account", "card"],
    "charge.dispute": ["dispute"],
    "customer.discount": ["discount"],
    "customer.source": ["bank_account", "card", "source"],
    "customer.subscription": ["subscription"],
    "customer.tax_id": ["tax_id"],
}


def kind_of(schema):
    properties = schema.get("properties", {})
    if "object" in properties and "id" in properties:
        return properties["object"].get("enum", [None])[0]
    return None


def kinds_in(schemas, schema):
    """The kinds that a schema is one of."""
    if "$ref" in schema:
        name = schema["$ref"].split("/")[-1]
        kind = kind_of(schemas[name])
        if kind:
            return {kind}
        return kinds_in(schemas, schemas[name]) if "anyOf" in schemas[name] else set()
    return set().union(*[kinds_in(schemas, variant) for variant in schema.get("anyOf", [])], set())


def parameters_of(operation):
    names = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    return sorted(names | set(body.get("schema", {}).get("properties", {})))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = json.load(file)
    schemas = spec["components"]["schemas"]
    lines = {("kind", kind_of(schema)) for name, schema in schemas.items() if kind_of(schema)}
    kinds = {kind for _, kind in lines}
    for path, operations in spec["paths"].items():
        got = set()
        for method, operation in sorted(operations.items()):
            content = operation.get("responses", {}).get("200", {}).get("content", {})
            answer = content.get("application/json", {}).get("schema", {})
            listed = answer.get("properties", {}).get("data", {}).get("items")
            what, found = "other", set()
            if method == "get" and listed is not None:
                what, found = "list", kinds_in(schemas, listed)
            elif method == "get" and path.endswith("}"):
                what, found = "get", kinds_in(schemas, answer)
                got = found
            elif method == "post" and path.endswith("}"):
                what, found = "update", kinds_in(schemas, answer) & got
            elif method == "delete" and path.endswith("}"):
                what, found = "delete", kinds_in(schemas, answer) or got
            if found:
                lines.add((what, path, ",".join(sorted(found)), ",".join(parameters_of(operation))))
            else:
                lines.add(("other", method.upper(), path))
    body = spec["paths"]["/v1/webhook_endpoints"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    for event in body["schema"]["properties"]["enabled_events"]["items"]["enum"]:
        found = re.fullmatch(r"(.*)\.(created|updated|deleted)", event)
        prefix = found and found[1]
        named = PREFIXES.get(prefix) or [name for name in [prefix, str(prefix).replace("issuing_", "issuing.")] if name in kinds]
        for kind in named if found else []:
            lines.add(("event", kind, event))
    for line in sorted(lines):
        print("\t".join(line))


main()
