"""Kinds of disagreement: whose they are, and why."""

import re
from collections import namedtuple

Kind = namedtuple("Kind", "whose reason")

KINDS = {
    "empty-query-value": Kind(
        "openapi-core", "An empty string is a value of a query parameter, written `name=` (OpenAPI 3.1.1, Style Examples); "
        "`allowEmptyValue` is of a parameter without any value. openapi-core refuses it."),
    "exploded-object": Kind(
        "openapi-core", "Style form with explode writes each property as a parameter of its own (Style Examples); openapi-core looks for "
        "one of the name of the parameter."),
    "empty-list": Kind(
        "undefined", "How an empty list or object is sent is not defined (Style Examples: n/a; RFC 6570, 2.3 and 3.2.1: undefined, left "
        "out). The client leaves it out."),
    "delimiter-in-element": Kind(
        "openapi-core", "Elements are percent-encoded before they are joined (RFC 6570, 3.2.1); openapi-core decodes first, and splits what "
        "was one element."),
    "space-delimited": Kind(
        "openapi-core", "Style spaceDelimited separates by `%20` (Style Examples); openapi-core decodes the query first, and then looks for "
        "`%20`."),
    "cookie-encoding": Kind(
        "openapi-core", "openapi-core does not decode what is percent-encoded in a cookie: names, and JSON (RFC 6570, 3.2.8)."),
    "union-of-scalars": Kind(
        "openapi-core", "A parameter is text; which alternative of `oneOf` or `anyOf` it stands for is said by their types. openapi-core takes "
        "the first that can be cast, without regard to its format, and refuses the value when that is not the one."),
    "string-or-number": Kind(
        "undefined", "As a parameter the string and the number look the same."),
    "untyped-structure": Kind(
        "openapi-core", "The schema has `properties` and no `type`; openapi-core splits only what has a `type`."),
    "form-in-parts": Kind(
        "openapi-core", "A part of `multipart/form-data` without a schema for its type, or with a scalar, is text; openapi-core leaves it as it "
        "is and then asks for a number or loses it."),
    "empty-form": Kind("openapi-core", "A form without fields is an empty body; openapi-core holds that there is none."),
    "null-in-form": Kind("undefined", "How `null` is written in a form is not defined. The client leaves it out."),
    "nested-value": Kind(
        "undefined", "Lists and objects within the list or object of a parameter have no style (3.1.1, Style Values: the behavior for "
        "nested objects and arrays is undefined). The client writes them as JSON, and refuses what would be read as others."),
    "null-element": Kind("undefined", "How `null` in a list is sent is not defined (RFC 6570, 2.3). The client leaves it out."),
    "discriminator-ignored": Kind("prism", "Prism makes a value of the supertype, without what the subtype requires that its discriminator names."),
    "empty-in-form": Kind("undefined", "How an empty list is written in a form is not defined. The client leaves it out."),
    "name-beyond-form": Kind(
        "openapi-core", "A property that the schema does not name, and allows; openapi-core reads named ones alone of a form."),
    "modifier-in-path": Kind(
        "document", "The path has RFC 6570's operators in braces (`{param*}`, `{;id}`), which OpenAPI does not have: the style says it."),
    "bytes-of-unknown-type": Kind(
        "openapi-core", "The body is bytes, or text of a media type of the document's own; openapi-core compares bytes with `type: string`."),
    "single-precision": Kind(
        "document", "`format: float` is a number of single precision; the value that Prism makes has more digits than that or is larger."),
    "no-response": Kind("prism", "Prism makes no such response: it finds none or no random value for the schema."),
    "example-misfits": Kind("document", "Prism sends an example of the document that its schema does not take."),
}


def kind_of(judge, subject, words, operation, inputs, made):
    """The kind of a disagreement, if it is one of those that a rule tells."""
    if judge == "openapi-core":
        return of_body(words, inputs) if subject == "body" else of_parameter(subject, words, operation, inputs, made)
    if judge == "client" and words.startswith("Prism makes none"):
        return "no-response"
    if judge == "client" and words.startswith("refused") and is_nested(parameter(inputs, *subject.partition(" ")[::2]).get("value")):
        return "nested-value"
    if judge == "client" and words.startswith("not valid"):
        return "example-misfits"
    if judge == "client" and is_single_precision(words):
        return "single-precision"
    return None


def of_parameter(subject, words, operation, inputs, made):
    place, _, name = subject.partition(" ")
    given, style = parameter(inputs, place, name).get("value"), parameter(operation, place, name).get("style")
    changed, lost = " became " in words, words.startswith(("not read", "refused: MissingRequiredParameter"))
    if re.search(r"\{[.;]|\*\}", operation["origin"]) and place == "path":
        return "modifier-in-path"
    if "EmptyQueryParameterValue" in words and given == "":
        return "empty-query-value"
    if given in ([], {}):
        return "empty-list"
    if isinstance(given, list) and given and set(map(str, given)) == {"None"}:
        return "null-element"
    if isinstance(given, dict) and style == "form*" and lost:
        return "exploded-object"
    if isinstance(given, dict) and (re.search(r"became '.*'$", words) or "not available" in words):
        return "untyped-structure"
    if is_nested(given) and not style == "json":
        return "nested-value"
    if isinstance(given, list) and style == "spaceDelimited":
        return "space-delimited"
    if isinstance(given, (list, dict)) and has_delimiter(given) and (changed or "CastError" in words):
        return "delimiter-in-element"
    if place == "cookie" and (changed or lost or "MediaTypeDeserializeError" in words):
        return "cookie-encoding"
    if "schema of type any" in words and "under any of the given schemas" in words:
        return "union-of-scalars"
    if changed and not isinstance(given, (list, dict)) and re.fullmatch(r"\$ '?(.*?)(\.0)?'? became '?\1(\.0)?'?", words):
        return "string-or-number"
    return None


def of_body(words, inputs):
    media_type = inputs.get("body", {}).get("media_type", "")
    value = inputs.get("body", {}).get("value")
    if media_type == "application/x-www-form-urlencoded":
        if value == {} or "MissingRequiredRequestBody" in words:
            return "empty-form"
        if " None is lost" in words:
            return "null-in-form"
        required = re.search(r"'([^']*)' is a required property", words)
        if " [] is lost" in words or " {} is lost" in words or (required and value.get(required[1]) in ([], {})):
            return "empty-in-form"
        if "$.a key-that is/unknown " in words:
            return "name-beyond-form"
    if media_type.startswith("multipart/"):
        return "form-in-parts"
    if isinstance(value, str) and "is not of type 'string'" in words:
        return "bytes-of-unknown-type"
    return None


def is_nested(value):
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else []
    return any(isinstance(one, (list, dict)) for one in inner)


def is_single_precision(words):
    """Whether a number became another that is as near as single precision comes."""
    found = re.search(r"\$\S* (-?[\d.e+]+) became (-?[\d.e+]+)$", words)
    return bool(found) and abs(float(found[1]) - float(found[2])) <= 1e-6 * abs(float(found[1])) and "." in found[1]


def has_delimiter(value):
    texts = value if isinstance(value, list) else value.values()
    return any(isinstance(text, str) and set(text) & set(",|. ;=&%") for text in texts)


def parameter(holder, place, name):
    """The parameter of inputs or of an operation; empty when it is not there."""
    parameters = (holder or {}).get("parameters", [])
    return next((one for one in parameters if one["in"] == place and one["name"] == name), {})
