"""Kinds of disagreement: whose they are, and why.

A rule says that openapi-core errs, or that the specification leaves a question open, only of a request that carries the
value by a second reading (`carried.py`): a value that the client sends wrongly is never explained by one.
"""

import base64
import re
import struct
from collections import namedtuple

from carried import form_is_carried, is_absent, json_is_carried, parameter_is_carried, raw_pairs

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
    "null-element": Kind("undefined", "How `null` in a list or object is sent is not defined (RFC 6570, 2.3). The client leaves it out."),
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
    "null-as-object": Kind(
        "document", "A nullable object without properties, closed, is how documents of 3.0 write `null` (this one's title says so): the "
        "client reads it as `null`, and Prism sends `{}`, which the schema takes as well."),
    "random-misfits": Kind("prism", "Prism makes a random value that the schema does not take."),
    "beyond-format": Kind(
        "prism", "Prism makes an integer beyond its `format` (Format Registry: int16, uint16), which validators take as an annotation."),
    "undescribed-in-path": Kind(
        "document", "The document does not describe a parameter that its path has in braces (Path Templating): the client sends it as a "
        "string, with a warning when it was generated, and openapi-core does not read it."),
    "delimiter-undefined": Kind(
        "undefined", "A space or `|` within an element of a list that spaces or pipes separate looks like what separates (Style "
        "Examples, notes: RFC 6570 has no such style, and applications use their own escapes)."),
    "exploded-delimited": Kind(
        "undefined", "spaceDelimited and pipeDelimited with explode are n/a (Style Examples); the client repeats the parameter."),
    "absent-parameter": Kind("openapi-core", "An optional parameter is not sent; openapi-core cannot tell that an object is not there."),
    "parameter-without-place": Kind(
        "document", "The path does not have the parameter in braces (Path Templating), so there is no place to send it in."),
    "default-misfits": Kind(
        "document", "The schema refuses its own default (Schema Object: `default` must conform to the type), which openapi-core fills in."),
    "empty-text": Kind("openapi-core", "A body of text may be empty (RFC 9110, 8.6: a length of 0); openapi-core holds that there is none."),
    "byte-decoded": Kind(
        "openapi-core", "`format: byte` is a string in base64, which is what is sent and validated; openapi-core decodes it first."),
    "range-as-bytes": Kind(
        "openapi-core", "The body is JSON and says so, and the document describes it under a range such as `*/*`; openapi-core reads it by "
        "the range, as bytes (Media Types: the range stands for any)."),
}


# The name of members that the schema does not name, as the corpus command makes them.
UNKNOWN = "a key-that is/unknown"


def kind_of(judge, subject, words, operation, inputs, made):
    """The kind of a disagreement, if a rule classifies it."""
    if judge == "openapi-core":
        return of_body(words, inputs, made) if subject == "body" else of_parameter(subject, words, operation, inputs, made)
    if judge == "client" and words.startswith("refused"):
        return of_refusal(subject, words, operation, inputs)
    return of_response(words, operation) if judge == "client" else None


def of_refusal(subject, words, operation, inputs):
    place, _, name = subject.partition(" ")
    for facts in (operation or {}).get("parameters", []):
        delimiter = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(facts["style"])
        given = parameter(inputs, facts["in"], facts["name"]).get("value")
        if delimiter and is_delimited(given, delimiter) and f"{facts['name']} must not contain `{delimiter}`" in words:
            return "delimiter-undefined"
    nested = is_nested(parameter(inputs, place, name).get("value"))
    if nested and parameter(operation, place, name).get("style") != "json" and " must not contain " in words:
        return "nested-value"
    return None


def of_response(words, operation):
    if words.startswith("Prism makes none"):
        return "no-response"
    if words.startswith("not valid"):
        return "example-misfits"
    if words.startswith("random and not valid"):
        return "random-misfits"
    return "single-precision" if is_single_precision(words, (operation or {}).get("floats", ())) else None


def of_parameter(subject, words, operation, inputs, made):
    place, _, name = subject.partition(" ")
    given, facts = parameter(inputs, place, name).get("value"), parameter(operation, place, name)
    if place == "path" and not re.search(r"\{[.;]?" + re.escape(name) + r"\*?\}", operation["origin"]):
        return "parameter-without-place"
    if not facts:
        return None
    if not parameter(inputs, place, name):
        absent = place == "query" and not facts["required"] and not any(key.startswith(name) for key, _ in raw_pairs(place, made))
        return "absent-parameter" if absent and "not available" in words else None
    if parameter_is_carried(operation, facts, given, made):
        return of_carried_parameter(place, facts["style"], words, operation, given)
    if facts["style"] in ("spaceDelimited", "pipeDelimited") and is_delimited(given, " " if facts["style"][0] == "s" else "|"):
        return "delimiter-undefined"
    return None


def of_carried_parameter(place, style, words, operation, given):
    """For a request with the correct value: the known reasons why openapi-core rejects it."""
    changed, lost = " became " in words, words.startswith(("not read", "refused: MissingRequiredParameter"))
    if re.search(r"\{[.;]|\*\}", operation["origin"]) and place == "path":
        return "modifier-in-path"
    if "EmptyQueryParameterValue" in words and given == "":
        return "empty-query-value"
    if given in ([], {}):
        return "empty-list"
    if isinstance(given, list) and is_absent(given):
        return "null-element"
    if isinstance(given, dict) and " None is lost" in words:
        return "null-element"
    if isinstance(given, dict) and style == "form*" and lost:
        return "exploded-object"
    if isinstance(given, dict) and (re.search(r"became '.*'$", words) or "not available" in words):
        return "untyped-structure"
    if is_nested(given) and not style == "json":
        return "nested-value"
    if style in ("spaceDelimited*", "pipeDelimited*") and "not available" in words:
        return "exploded-delimited"
    if isinstance(given, (list, dict)) and style in ("spaceDelimited", "pipeDelimited"):
        return "space-delimited" if style[0] == "s" else None
    if isinstance(given, (list, dict)) and has_delimiter(given) and (changed or "CastError" in words):
        return "delimiter-in-element"
    if place == "cookie" and needs_encoding(given, style) and (changed or lost or "MediaTypeDeserializeError" in words):
        return "cookie-encoding"
    if "schema of type any" in words and "under any of the given schemas" in words:
        return "union-of-scalars"
    if changed and not isinstance(given, (list, dict)) and re.fullmatch(r"\$ '?(.*?)(\.0)?'? became '?\1(\.0)?'?", words):
        return "string-or-number"
    return None


def of_body(words, inputs, made):
    media_type = inputs.get("body", {}).get("media_type", "")
    value = inputs.get("body", {}).get("value")
    if media_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return of_form(media_type, words, value, made)
    if isinstance(value, str) and made["body"] == value.encode():
        if value == "" and "MissingRequiredRequestBody" in words:
            return "empty-text"
        if "is not of type 'string'" in words:
            return "bytes-of-unknown-type"
    if json_is_carried(value, made):
        return of_carried_json(words, value)
    return None


def of_carried_json(words, value):
    """For a body that is the JSON of its valid value."""
    if re.search(r"Value b['\"].* not valid for schema", words):
        return "range-as-bytes"
    if "Value None not valid for schema" in words and not has_null(value):
        return "default-misfits"
    decoded = re.search(r" '([A-Za-z0-9+/=]*)' became '(.*)'$", words)
    if decoded and base64.b64encode(decoded[2].encode()).decode() == decoded[1]:
        return "byte-decoded"
    return None


def of_form(media_type, words, value, made):
    """Of a form that carries each of its members."""
    if not form_is_carried(value, made):
        return None
    if " None is lost" in words:
        return "null-in-form"
    required = re.search(r"'([^']*)' is a required property", words)
    if " [] is lost" in words or " {} is lost" in words or (required and value.get(required[1], "") in ([], {})):
        return "empty-in-form"
    if media_type == "multipart/form-data":
        return "form-in-parts" if words.startswith(("multipart/form-data: ", "refused: InvalidRequestBody")) else None
    if value == {} or "MissingRequiredRequestBody" in words:
        return "empty-form"
    if f"$.{UNKNOWN} " in words:
        return "name-beyond-form"
    return "nested-value" if any(is_nested(member) for member in value.values()) and " became " in words else None


def has_null(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(has_null, inner))


def is_nested(value):
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else []
    return any(isinstance(one, (list, dict)) for one in inner)


def is_single_precision(words, floats):
    """Whether a number of `format: float` became the same number in single precision. `floats` are the names of properties
    that have this format anywhere in the document."""
    found = re.search(r"\$\S*?(?:\.([^.\[\]]+))?(?:\[\d+\])* (-?[\d.e+-]+) became (-?[\d.e+-]+)$", words)
    if not found or found[1] not in floats:
        return False
    try:
        return struct.pack("f", float(found[2])) == struct.pack("f", float(found[3]))
    except OverflowError:
        return False


def needs_encoding(value, style):
    """Whether a part of a cookie is percent-encoded: JSON, and reserved characters."""
    return style == "json" or bool(re.search(r"[^A-Za-z0-9._~\[\]', -]", str(value)))


def is_delimited(value, delimiter):
    texts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else []
    return any(isinstance(text, str) and delimiter in text for text in texts)


def has_delimiter(value):
    texts = value if isinstance(value, list) else [*value, *value.values()]
    return any(isinstance(text, str) and set(text) & set(",|. ;=&%") for text in texts)


def parameter(holder, place, name):
    """The parameter of inputs or of an operation; empty when it is not there."""
    parameters = (holder or {}).get("parameters", [])
    return next((one for one in parameters if one["in"] == place and one["name"] == name), {})
