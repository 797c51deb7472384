"""Sets of inputs for an operation, from values that were made of the schemas and that a JSON Schema validator accepts."""

# What a URL, a header or a form must not confuse with its own syntax.
STRINGS = ["a b", "a/b?c#d&e=f+g%20;h", ":@!$'()*,[]|", "ä€𝄞", "100%", "null", "0"]
LONG = 30


def widened(parameter):
    """The values of a parameter, and strings and lists of our own where there are strings and lists among them."""
    values, strings = list(parameter["values"]), STRINGS
    if any(isinstance(value, str) for value in values):
        values += [text for text in strings if text not in values]
    lists = [value for value in values if isinstance(value, list) and value]
    if lists:
        values.append((lists[0] * LONG)[:LONG])
        if all(isinstance(item, str) for item in lists[0]):
            values.append(strings)
    return [value for value in values if can_be_sent(parameter, value)]


def can_be_sent(parameter, value):
    """Whether HTTP can represent the value. The client rejects all others, as its own tests
    show: path values are not empty, headers are ASCII without control characters, and cookies a subset of ASCII."""
    place, strings = parameter["in"], list(strings_of(value))
    if value is None or (place == "path" and value in ("", [], {})):
        return False
    if place not in ("header", "cookie") or parameter["style"] == "json":
        return True
    if any(not text.isascii() or (text and not text.isprintable()) or text != text.strip() for text in strings):
        return False
    forbidden = set("\",;\\ ") if place == "cookie" else set(",") if isinstance(value, (list, dict)) else set()
    # In a header an element of a list that is empty is none.
    return not any(set(text) & forbidden or (text == "" and isinstance(value, (list, dict))) for text in strings)


def strings_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from strings_of(member)
    elif isinstance(value, list):
        for element in value:
            yield from strings_of(element)


class NoValues(Exception):
    """No value of a required input is known to be valid."""


def sets(operation, is_valid):
    """Sets of inputs. `is_valid` is whether the schema of a parameter, or of a body in a media type, accepts a value.

    Nothing but what is required; then the values of all inputs side by side, until each has been there.
    """
    parameters = []
    for parameter in operation["parameters"]:
        valid = [value for value in widened(parameter) if is_valid(parameter, value)]
        if valid:
            parameters.append((parameter, valid))
        elif parameter["required"]:
            raise NoValues(f"{parameter['in']} {parameter['name']}")
    bodies = bodies_of(operation, is_valid)
    required = bool(operation["body"] and operation["body"]["required"])
    if required and not bodies:
        raise NoValues("body")
    least = [(parameter, values[0]) for parameter, values in parameters if parameter["required"]]
    chosen = [made(least, bodies[0] if required else None)]
    for turn in range(max([len(values) for _, values in parameters] + [len(bodies), 1])):
        side_by_side = [(parameter, values[turn % len(values)]) for parameter, values in parameters]
        chosen.append(made(side_by_side, bodies[turn % len(bodies)] if bodies else None))
    return chosen


def apart(inputs, required):
    """The same inputs, each optional one alone with the required ones, to find the rejected one."""
    least = [parameter for parameter in inputs["parameters"] if (parameter["in"], parameter["name"]) in required]
    for parameter in inputs["parameters"]:
        if parameter not in least:
            yield {**inputs, "parameters": [*least, parameter]}


def bodies_of(operation, is_valid):
    """Every body that is sent, as pairs of a content and a value."""
    contents = operation["body"]["contents"] if operation["body"] else []
    return [(content, value) for content in contents for value in content["values"]
            if content["format"] in ("bytes", "lines") or is_valid(content, value)]


def made(parameters, body):
    inputs = {"parameters": [{"in": parameter["in"], "name": parameter["name"], "value": value}
                             for parameter, value in parameters]}
    if body:
        content, value = body
        value = [value] if content["format"] == "lines" else value
        inputs["body"] = {"media_type": concrete(content["media_type"]), "value": value}
    return inputs


def concrete(media_type):
    """A media type of a range."""
    major, _, minor = media_type.partition("/")
    return f"{'application' if major == '*' else major}/{'x-judged' if minor == '*' else minor}"
