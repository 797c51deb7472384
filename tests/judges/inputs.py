"""Sets of inputs for an operation, from values that were made of the schemas and that a JSON Schema validator accepts."""

# What a URL, a header or a form must not confuse with its own syntax.
STRINGS = ["a b", "a/b?c#d&e=f+g%20;h", ":@!$'()*,[]|", "ä€𝄞", "100%", "null", "0"]
LONG = 30


def widened(parameter):
    """The values of a parameter, and strings and lists of our own where there are strings and lists among them."""
    values, strings = list(parameter["values"]), STRINGS
    if parameter["in"] == "header":
        strings = [text for text in STRINGS if text.isascii()]
    if any(isinstance(value, str) for value in values):
        values += [text for text in strings if text not in values]
    lists = [value for value in values if isinstance(value, list) and value]
    if lists:
        values.append((lists[0] * LONG)[:LONG])
        if all(isinstance(item, str) for item in lists[0]):
            values.append(strings)
    return [value for value in values if can_be_sent(parameter["in"], value)]


def can_be_sent(place, value):
    """Whether HTTP has a way to send the value at all. The client says of all others that it has not, which its own tests
    show: what a path holds is never empty, and headers are ASCII without controls."""
    if place == "path":
        return value not in (None, "", [], {})
    if place == "header":
        text = "".join(strings_of(value))
        return value is not None and text.isascii() and text.isprintable()
    return value is not None


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


def sets(operation, is_valid):
    """Sets of inputs. `is_valid` says of a parameter, or of a body in a media type, whether its schema takes a value.

    Nothing but what is required; then the values of all inputs side by side, until each has been there.
    """
    parameters = []
    for parameter in operation["parameters"]:
        valid = [value for value in widened(parameter) if is_valid(parameter, value)]
        if valid:
            parameters.append((parameter, valid))
    bodies = bodies_of(operation, is_valid)
    optional = not (operation["body"] and operation["body"]["required"])
    yield made([(parameter, values[0]) for parameter, values in parameters if parameter["required"]],
               None if optional or not bodies else bodies[0])
    count = max([len(values) for _, values in parameters] + [len(bodies), 1])
    for turn in range(count):
        chosen = [(parameter, values[turn % len(values)]) for parameter, values in parameters]
        yield made(chosen, bodies[turn % len(bodies)] if bodies else None)


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
