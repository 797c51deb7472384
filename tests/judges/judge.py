"""Validates the clients of all prepared documents: the requests of each, and the responses that it reads.

Writes two tables: what disagrees, and how much was judged.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

import disagreements
import responses
from bundle import bundle, find
from client import Client
from inputs import NoValues, sets, apart
from openapi_core_judge import Judge
from prism_judge import NoResponse, Prism, response_path, violations


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("prepared", type=Path, help="the folder that the corpus command filled")
    parser.add_argument("--prism", required=True, help="the program")
    parser.add_argument("--only", default="", help="documents with this in their names")
    parser.add_argument("--map", action="append", default=[], help="PREFIX=FOLDER of URLs that are referred to")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="go on with the next document after this long")
    parser.add_argument("--known", type=Path, required=True, help="the table of disagreements that are explained")
    parser.add_argument("--counts", type=Path, help="the table of counts to write")
    parser.add_argument("--update", action="store_true", help="write the table of disagreements anew")
    parser.add_argument("--show", action="store_true", help="show what is not explained with the request or response")
    options = parser.parse_args()
    mappings = [tuple(mapping.split("=", 1)) for mapping in options.map]
    found, counts = [], {}
    for path in sorted(options.prepared.glob("*.json")):
        if options.only in path.stem:
            start = time.monotonic()
            prepared = json.loads(path.read_text("utf-8"))
            of_document, counts[prepared["name"]] = judged(prepared, options, mappings)
            found += of_document
            print(f"{prepared['name']}: {dict(counts[prepared['name']])}, {time.monotonic() - start:.0f} s", flush=True)
    sys.exit(disagreements.report(found, counts, options))


def judged(prepared, options, mappings):
    """What disagrees of one document, and how much was judged."""
    if not prepared["operations"]:  # Prism serves no document without any.
        return [], Counter()
    folder = options.prepared / prepared["name"]
    folder.mkdir(exist_ok=True)
    document = bundle(prepared["document"], mappings)
    counts = Counter(operations=len(prepared["operations"]))
    found = disagreements.Found(prepared["name"])
    floats = sorted(names_of_floats(document))
    for operation in prepared["operations"]:
        operation["floats"] = floats
    nodes = [find(document, operation["origin"]) for operation in prepared["operations"]]
    prism = Prism(options.prism, document, nodes, folder)
    client = Client(prepared["program"])
    until = time.monotonic() + options.seconds
    try:
        judge = Judge(document, prepared["operations"])
        listens = prism.wait()
        if not listens:
            found.add("", "document", "prism", "does not serve it: " + last_line(folder / "prism.log"))
        for index, operation in enumerate(prepared["operations"]):
            if time.monotonic() > until:
                counts["out of time"] = len(prepared["operations"]) - index
                break
            of_requests(operation, judge, client, prism if listens else None, found, counts)
            if listens and operation["method"] != "HEAD":
                of_responses(operation, judge, client, prism, response_path(index), found, counts)
    finally:
        client.close()
        prism.close()
    counts["disagreements"] = found.count
    return found.rows, counts


def of_requests(operation, judge, client, prism, found, counts):
    try:
        chosen = sets(operation, judge.validator(operation))
    except NoValues:
        counts["without values"] += 1
        return
    for inputs in chosen:
        made = client.request(operation["id"], inputs)
        counts["requests"] += 1
        if "refused" in made:
            of_refusal(operation, client, inputs, made, found)
            continue
        said = judge.disagreements(operation, inputs, made)
        second = asked(prism, made) if prism and said else None
        for subject, words in said:
            found.add(operation["id"], subject, "openapi-core", words, operation, inputs, made, second)


def of_refusal(operation, client, inputs, made, found):
    """The client refuses valid inputs: which of them, if it is one alone."""
    required = {(parameter["in"], parameter["name"]) for parameter in operation["parameters"] if parameter["required"]}
    blamed = False
    for alone in apart(inputs, required):
        again = client.request(operation["id"], alone)
        if "refused" in again:
            parameter = alone["parameters"][-1]
            found.add(operation["id"], f"{parameter['in']} {parameter['name']}", "client", f"refused: {again['refused']}",
                      operation, alone)
            blamed = True
    if not blamed:
        found.add(operation["id"], "request", "client", f"refused: {made['refused']}", operation, inputs)


def of_responses(operation, judge, client, prism, path, found, counts):
    for subject, words in responses.judged(client, judge, operation, prism, path):
        counts["responses"] += 1
        if words:
            found.add(operation["id"], subject, "client", words, operation)


def asked(prism, made):
    """The problem that Prism reports for a request; `None` if it accepts it."""
    try:
        return violations(*prism.send(made, "dynamic=false"))
    except NoResponse:
        return None


def names_of_floats(document):
    """The names of properties of `format: float`, apart from those that have another format elsewhere."""
    single, others, waiting = set(), set(), [document]
    while waiting:
        node = waiting.pop()
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        waiting.extend(children)
        properties = node.get("properties") if isinstance(node, dict) else None
        for name, schema in properties.items() if isinstance(properties, dict) else ():
            while isinstance(schema, dict) and isinstance(schema.get("$ref"), str) and schema["$ref"].startswith("#/"):
                schema = find(document, schema["$ref"][1:])
            if isinstance(schema, dict):
                (single if schema.get("format") == "float" else others).add(name)
    return single - others


def last_line(path):
    lines = [line for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it says nothing"


if __name__ == "__main__":
    main()
