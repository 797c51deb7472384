"""Kinds of disagreement: whose they are, and why."""

from collections import namedtuple

Kind = namedtuple("Kind", "whose reason")

KINDS = {
    "empty-query-value": Kind("openapi-core", "An empty string is a value of a query parameter, written `name=` (Style Values); "
                              "`allowEmptyValue` is of a parameter without any value."),
    "exploded-object": Kind("openapi-core", "Style form with explode writes each property as a parameter of its own (Style Values); "
                            "openapi-core looks for one of the name of the parameter."),
    "empty-list": Kind("undefined", "How an empty list or object is sent is not defined (Style Values: n/a; RFC 6570, 2.3 and 3.2.1: "
                       "undefined, left out). The client leaves it out."),
    "delimiter-in-element": Kind("openapi-core", "Elements are percent-encoded before they are joined (RFC 6570, 3.2.1); openapi-core "
                                 "decodes first and splits what was one element."),
    "cookie-encoding": Kind("openapi-core", "Style form percent-encodes in cookies, too (Style Values; RFC 6570, 3.2.8); openapi-core does "
                            "not decode them."),
    "union-of-scalars": Kind("undefined", "A string, a number or `null` of a union looks the same as a parameter; openapi-core takes the "
                             "first alternative that takes the text."),
    "untyped-structure": Kind("openapi-core", "The schema does not say `type`, and has properties or items; openapi-core splits only what "
                              "has a `type`."),
}


def kind_of(judge, subject, words, operation, inputs, made):
    """The kind of a disagreement, if it is one of those that a rule tells."""
    place, _, name = subject.partition(" ")
    given = parameter_value(inputs, place, name)
    style = parameter_style(operation, place, name)
    if judge == "openapi-core":
        if "EmptyQueryParameterValue" in words and given == "":
            return "empty-query-value"
        lost = words.startswith(("not read", "refused: MissingRequiredParameter"))
        if isinstance(given, dict) and given and style == "form*" and lost:
            return "exploded-object"
        if given in ([], {}):
            return "empty-list"
        if place == "cookie" and "%" in cookie(made) and (" became " in words or "MediaTypeDeserializeError" in words):
            return "cookie-encoding"
        if isinstance(given, list) and any(isinstance(item, str) and set(item) & set(",|. ;") for item in given) and "became" in words:
            return "delimiter-in-element"
    return None


def parameter_value(inputs, place, name):
    for parameter in (inputs or {}).get("parameters", []):
        if parameter["in"] == place and parameter["name"] == name:
            return parameter["value"]
    return None


def parameter_style(operation, place, name):
    for parameter in (operation or {}).get("parameters", []):
        if parameter["in"] == place and parameter["name"] == name:
            return parameter["style"]
    return None


def cookie(made):
    return next((value for name, value in (made or {}).get("headers", []) if name == "cookie"), "")
