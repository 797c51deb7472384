"""Whether a request carries a value where its style puts it, by a second reading: delimiters are split first and then
percent-decoded, as the Style Values section and RFC 6570 have it.

openapi-core is only said to be wrong of a request that carries the value by this reading, which has nothing of the client.
"""

import io
import json
import re
from urllib.parse import unquote, unquote_plus, urlsplit

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header


def parameter_is_carried(operation, facts, value, made):
    """Whether the request has the value of a parameter, with the location, the name and the style in `facts`."""
    style, explode = facts["style"].rstrip("*"), facts["style"].endswith("*")
    name = facts["name"]
    if facts["in"] == "path":
        raw = raw_path(operation, name, made)
        return raw is not None and in_path(style, explode, name, raw, value)
    if facts["in"] == "header":
        raw = [text for key, text in made["headers"] if key.lower() == name.lower()]
        return is_absent(value) and not raw or len(raw) == 1 and in_list(style, explode, raw[0], value, decode=str)
    return in_pairs(style, explode, name, raw_pairs(facts["in"], made), value)


def in_pairs(style, explode, name, pairs, value):
    """A parameter of the query or of cookies."""
    found = [text for key, text in pairs if key == name]
    if style == "json":
        return len(found) == 1 and is_json(unquote(found[0]), value)
    if isinstance(value, dict) and (style == "deepObject" or explode):
        named = {f"{name}[{key}]" if style == "deepObject" else key: member for key, member in value.items()}
        return all(is_member(key, pairs, member) for key, member in named.items() if not is_absent(member))
    if is_absent(value):
        return not found
    if explode and isinstance(value, list):
        return are_scalars([unquote(text) for text in found], value)
    if style in SEPARATORS and isinstance(value, (list, dict)):
        return len(found) == 1 and are_elements([unquote(text) for text in re.split(SEPARATORS[style], found[0])], value)
    return len(found) == 1 and in_list("simple", explode, found[0], value)


def is_member(name, pairs, value):
    """A member that is a parameter of its own; an object within is JSON there."""
    found = [unquote(text) for key, text in pairs if key == name]
    return are_scalars(found, present(value) if isinstance(value, list) else [value]) or are_scalars(found, [value])


# `%20` and `|` are separators; `%7C` is equivalent to `|` in a query.
SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": r"\||%7C"}


def in_path(style, explode, name, raw, value):
    if style == "label":
        # A dot within an element is not encoded, so a member begins where a name and `=` follow.
        separator = r"\.(?=[^.=]+=)" if isinstance(value, dict) else r"\."
        joined = re.sub(separator, ",", raw[1:]) if explode else raw[1:]
        return raw.startswith(".") and in_list("simple", explode, joined, value)
    if style != "matrix":
        return in_list(style, explode, raw, value)
    if not raw.startswith(";"):
        return False
    pairs = [tuple(part.partition("=")[::2]) for part in raw[1:].split(";")]
    return in_pairs("form", explode, name, [(unquote(key), text) for key, text in pairs], value)


def in_list(style, explode, raw, value, decode=unquote):
    """What commas separate, or one scalar."""
    if style == "json":
        return is_json(decode(raw), value)
    if not isinstance(value, (list, dict)):
        return is_scalar(decode(raw), value)
    elements = raw.split(",")
    if isinstance(value, dict) and explode:
        elements = [text for element in elements for text in element.partition("=")[::2]]
    return are_elements([decode(text.strip() if decode is str else text) for text in elements], value)


def form_is_carried(value, made):
    """Whether the request carries each member of a form, once for each element of a list, and nothing else."""
    parts = fields(made)
    if parts is None or not isinstance(value, dict):
        return False
    expected = {}
    for name, member in value.items():
        if isinstance(member, dict) and name not in parts:  # As style deepObject has it.
            expected |= bracketed(name, member)
        else:
            expected[name] = member
    expected = {name: member for name, member in expected.items() if name in parts or not is_absent(member)}
    return set(parts) == set(expected) and all(is_field(parts[name], member) for name, member in expected.items())


def bracketed(name, value):
    """The members of an object at any depth, each with its place in brackets."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if members is None:
        return {name: value}
    return {key: inner for place, member in members for key, inner in bracketed(f"{name}[{place}]", member).items()}


def is_field(texts, value):
    elements = present(value) if isinstance(value, list) else [value]
    return are_scalars(texts, elements)


def fields(made):
    """The values of each field of a form; `None` if the body is not a form."""
    content_type = next((text for key, text in made["headers"] if key.lower() == "content-type"), "")
    media_type, options = parse_options_header(content_type)
    found = {}
    if media_type == "application/x-www-form-urlencoded":
        for pair in filter(None, made["body"].decode("ascii", "replace").split("&")):
            key, _, text = pair.partition("=")
            found.setdefault(unquote_plus(key), []).append(unquote_plus(text))
        return found
    if media_type != "multipart/form-data":
        return None
    _, texts, files = FormDataParser().parse(io.BytesIO(made["body"]), media_type, len(made["body"]), options)
    for name, text in texts.items(multi=True):
        found.setdefault(name, []).append(text)
    for name, file in files.items(multi=True):
        found.setdefault(name, []).append(file.read().decode("utf-8", "replace"))
    return found


def json_is_carried(value, made):
    return is_json(made["body"].decode("utf-8", "replace"), value)


def raw_pairs(place, made):
    if place == "query":
        words = urlsplit(made["url"]).query.split("&")
    else:
        words = [word for key, text in made["headers"] if key.lower() == "cookie" for word in text.split("; ")]
    pairs = [word.partition("=")[::2] for word in filter(None, words)]
    return [(unquote(key), text) for key, text in pairs]


def raw_path(operation, name, made):
    """The encoded value of a parameter in the path."""
    template = operation["origin"].split("/")[2].replace("~1", "/").replace("~0", "~").partition("?")[0].partition("#")[0]
    pieces = re.split(r"\{[.;]?([^{}]*?)\*?\}", template)
    names = pieces[1::2]
    pattern = "([^/]*)".join(map(re.escape, pieces[::2]))
    found = re.fullmatch(pattern, urlsplit(made["url"]).path)
    return found[names.index(name) + 1] if found and name in names else None


def are_elements(texts, value):
    """The elements of a list in their order; of an object keys and members in turn, in any order of the members."""
    if isinstance(value, list):
        return are_scalars(texts, present(value))
    found, expected = dict(zip(texts[::2], texts[1::2])), {key: member for key, member in value.items() if not is_absent(member)}
    return len(texts) == 2 * len(expected) and all(key in found and is_scalar(found[key], expected[key]) for key in expected)


def present(elements):
    return [element for element in elements if element is not None]


def is_absent(value):
    """Whether the value is one of those of which it is not defined how they are sent, and which are left out."""
    return value in (None, [], {}) or isinstance(value, list) and not present(value)


def are_scalars(texts, values):
    return len(texts) == len(values) and all(is_scalar(text, value) for text, value in zip(texts, values))


def is_scalar(text, value):
    return text == value if isinstance(value, str) else is_json(text, value)


def is_json(text, value):
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return found == value and isinstance(found, bool) == isinstance(value, bool)
