"""A document of one or several files as one, which both judges read: references to other files lead to copies in it."""

import json
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from jsonschema_path.loaders import JsonschemaSafeLoader

COPIES = "x-copies"


def bundle(path, mappings):
    """The document at a path. `mappings` has the folders with copies of files, by URL prefix."""
    bundler = Bundler(Path(path).resolve(), mappings)
    document = bundler.rewritten(bundler.file(bundler.root), bundler.root)
    # Copies refer to others, which are added while these are rewritten.
    done = 0
    while done < len(bundler.targets):
        for file, pointer in list(bundler.targets)[done:]:
            bundler.targets[file, pointer] = bundler.rewritten(find(bundler.file(file), pointer), file)
            done += 1
    if bundler.targets:
        document[COPIES] = {f"c{index}": copy for index, copy in enumerate(bundler.targets.values())}
    return document


class Bundler:
    def __init__(self, root, mappings):
        self.root = root.as_uri()
        self.mappings = [(prefix, Path(folder).resolve().as_uri() + "/") for prefix, folder in mappings]
        self.files = {}
        self.targets = {}

    def file(self, uri):
        if uri not in self.files:
            text = Path(unquote(urlsplit(uri).path)).read_text("utf-8-sig")
            try:
                self.files[uri] = json.loads(text)
            except ValueError:
                self.files[uri] = yaml.load(text, JsonschemaSafeLoader)
        return self.files[uri]

    def rewritten(self, node, file):
        if isinstance(node, list):
            return [self.rewritten(element, file) for element in node]
        if not isinstance(node, dict):
            return node
        copy = {}
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                value = self.reference(value, file)
            elif key == "mapping" and isinstance(value, dict):
                value = {name: self.reference(target, file) if "#" in str(target) or "/" in str(target) else target
                         for name, target in value.items()}
            else:
                value = self.rewritten(value, file)
            copy[str(key)] = value
        return copy

    def reference(self, reference, file):
        target, pointer = urldefrag(urljoin(file, reference))
        for prefix, folder in self.mappings:
            if target.startswith(prefix):
                target = folder + target.removeprefix(prefix)
        if target == self.root:
            return f"#{pointer}"
        key = target, pointer
        self.targets.setdefault(key)
        return f"#/{COPIES}/c{list(self.targets).index(key)}"


def find(node, pointer):
    for step in filter(None, unquote(pointer).split("/")):
        step = step.replace("~1", "/").replace("~0", "~")
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node
