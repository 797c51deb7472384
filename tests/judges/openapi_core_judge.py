"""openapi-core as a judge of requests."""

import base64
import datetime
import json
import math
import uuid
import warnings
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_core import V30RequestUnmarshaller, V31RequestUnmarshaller, V32RequestUnmarshaller
from openapi_core import V30ResponseUnmarshaller, V31ResponseUnmarshaller, V32ResponseUnmarshaller
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.util import json_loads, plain_loads
from openapi_core.templating.datatypes import TemplateResult
from openapi_core.templating.paths.datatypes import Path as FoundPath
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.paths.iterators import SimpleServersIterator, TemplatePathsIterator
from openapi_core.templating.paths.parsers import PathParser
from openapi_core.validation.request.exceptions import ParameterValidationError, RequestBodyValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.http import parse_cookie

warnings.simplefilter("ignore")

RESPONSE_UNMARSHALLERS = {"3.0": V30ResponseUnmarshaller, "3.1": V31ResponseUnmarshaller, "3.2": V32ResponseUnmarshaller}
UNMARSHALLERS = {"3.0": V30RequestUnmarshaller, "3.1": V31RequestUnmarshaller, "3.2": V32RequestUnmarshaller}


class WholePaths(TemplatePathsIterator):
    """Finds templates by the whole path. openapi-core takes any that matches the end of the URL, since it does not know yet
    where the path begins; here requests have no path of a server in front."""

    def __call__(self, name, spec, base_url=None):
        path = urlsplit(name).path
        found = []
        for pattern, item in (spec / self.paths_part).str_items():
            plain = pattern.partition("?")[0].partition("#")[0]
            if result := PathParser(plain, pre_expression="^", post_expression="$").search(path):
                found.append(FoundPath(item, TemplateResult(pattern, result.named)))
        yield from sorted(found, key=lambda path: len(path[1].variables))


class Finder(APICallPathFinder):
    paths_iterator = WholePaths("paths")
    # The server of a request is not checked.
    servers_iterator = SimpleServersIterator()


class Request:
    """A request as openapi-core reads it."""

    host_url = "https://judge.example"

    def __init__(self, made):
        url = urlsplit(made["url"])
        self.method = made["method"].lower()
        self.path = url.path
        headers = Headers(made["headers"])
        self.content_type = headers.get("content-type", "")
        self.body = made["body"] if "content-type" in headers else None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(url.query, keep_blank_values=True)),
            header=headers,
            cookie=parse_cookie(headers.get("cookie", "")),
        )


class OtherFormats(dict):
    """Takes a string of a format that openapi-core does not know as it is, where it would refuse every request."""

    KNOWN = {"date", "date-time", "binary", "uuid", "byte"}

    def __contains__(self, name):
        return name not in self.KNOWN

    def __getitem__(self, name):
        return lambda value: value


class Anyone:
    """Accepts every request: credentials are not checked."""

    def create(self, scheme):
        return lambda parameters: "anyone"


class Judge:
    """openapi-core with one document."""

    def __init__(self, document, operations):
        self.spec = SchemaPath.from_dict(document)
        self.version = version = str((self.spec / "openapi").read_value())[:3]
        texts, jsons = {}, {}
        for operation in operations:
            for content in operation["body"]["contents"] if operation["body"] else []:
                media_type = content["media_type"].partition(";")[0].strip().lower()
                if content["format"] == "json":
                    jsons[media_type] = json_loads
                if content["format"] == "text":
                    texts[media_type] = plain_loads
        self.unmarshaller = UNMARSHALLERS[version](
            self.spec, path_finder_cls=Finder, extra_media_type_deserializers=jsons | texts,
            extra_format_unmarshallers=OtherFormats(),
            security_provider_factory=Anyone(),
        )
        self.validators = {}

    def validator(self, operation):
        """Whether the schema of an input accepts a value."""
        path = self.spec / "paths" / path_of(operation)
        node = path / operation["method"].lower()

        def schema(subject):
            if "media_type" in subject:
                return node / "requestBody" / "content" / subject["media_type"] / "schema"
            for parameters in (node.get("parameters"), path.get("parameters")):
                for parameter in parameters or []:
                    if [parameter["name"], parameter["in"]] == [subject["name"], subject["in"]]:
                        if "schema" in parameter:
                            return parameter / "schema"
                        return next(iter((parameter / "content").items()))[1] / "schema"
            raise KeyError(subject)

        def is_valid(subject, value):
            key = operation["id"], subject.get("in"), subject.get("name"), subject.get("media_type")
            if key not in self.validators:
                try:
                    factory = self.unmarshaller.schema_validators_factory
                    self.validators[key] = factory.create(self.spec, schema(subject))
                except (KeyError, StopIteration):
                    self.validators[key] = None
            if self.validators[key] is None:
                return True
            try:
                self.validators[key].validate(value)
            except Exception:
                return False
            return True

        return is_valid

    def takes_response(self, operation, status, content, body):
        """Whether the schema of a response accepts a JSON body; true if it is not JSON."""
        if not content or content["format"] != "json":
            return True
        node = self.spec / "paths" / path_of(operation) / operation["method"].lower() / "responses" / status
        schema = node / "content" / content["media_type"] / "schema"
        try:
            factory = RESPONSE_UNMARSHALLERS[self.version].schema_validators_factory
            factory.create(self.spec, schema).validate(json.loads(body))
        except (InvalidSchemaValue, ValueError):
            return False
        except Exception:  # It cannot say, which excuses nothing.
            return True
        return True

    def disagreements(self, operation, inputs, made):
        """What openapi-core holds against a request that was made of these inputs: pairs of subject and words."""
        request = Request(made)
        try:
            found = self.unmarshaller.path_finder.find(request.method, request.host_url + request.path)
        except Exception as error:
            return [("path", words(error))]
        if found.path_result.pattern != path_of(operation):
            return [("path", f"is found to be {found.path_result.pattern}")]
        request.parameters.path = {name: unquote(value) for name, value in found.path_result.variables.items()}
        try:
            result = self.unmarshaller.unmarshal(request)
        except Exception as error:
            return [("request", f"openapi-core fails: {words(error)}")]
        return [*refused(result), *changed(inputs, result)]


def path_of(operation):
    """The path as the document writes it, from the place of the operation."""
    return operation["origin"].split("/")[2].replace("~1", "/").replace("~0", "~")


def refused(result):
    for error in result.errors:
        if isinstance(error, ParameterValidationError):
            yield f"{error.location} {error.name}", f"refused: {words(error)}"
        elif isinstance(error, RequestBodyValidationError):
            yield "body", f"refused: {words(error)}"
        elif type(error).__name__ != "SecurityValidationError":
            yield "request", f"refused: {words(error)}"


def changed(inputs, result):
    blamed = {error.name for error in result.errors if isinstance(error, ParameterValidationError)}
    if result.parameters:
        for parameter in inputs["parameters"]:
            if parameter["name"] in blamed:
                continue
            read = getattr(result.parameters, parameter["in"])
            name = next((name for name in read if same_name(parameter, name)), None)
            if name is None:
                yield f"{parameter['in']} {parameter['name']}", f"not read: {parameter['value']!r}"
            elif difference := compare(parameter["value"], read[name]):
                yield f"{parameter['in']} {parameter['name']}", difference
    if "body" in inputs and not any(isinstance(error, RequestBodyValidationError) for error in result.errors):
        if difference := compare(inputs["body"]["value"], result.body):
            yield "body", f"{inputs['body']['media_type']}: {difference}"


def same_name(parameter, name):
    if parameter["in"] == "header":
        return parameter["name"].lower() == name.lower()
    return parameter["name"] == name


def compare(given, read, path="$"):
    """The difference between the read and the sent value; None if they are equal. Properties with a default in the document
    are there without having been sent."""
    read = plain(given, read)
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            if key not in read:
                return f"{path}.{key} {value!r} is lost"
            if difference := compare(value, read[key], f"{path}.{key}"):
                return difference
        return None
    if isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        pairs = enumerate(zip(given, read))
        return next((found for index, (one, other) in pairs if (found := compare(one, other, f"{path}[{index}]"))), None)
    if isinstance(given, bool) == isinstance(read, bool) and given == read:
        return None
    if isinstance(given, float) and isinstance(read, float) and math.isclose(given, read, rel_tol=1e-15):
        return None
    return f"{path} {given!r} became {read!r}"


def plain(given, read):
    """The value without the types that formats give it."""
    if isinstance(given, str):
        if isinstance(read, bytes):
            if read == given.encode():
                return given
            if base64.b64encode(read).decode() == given:
                return given
            return read.decode("utf-8", "replace")
        if isinstance(read, datetime.datetime):
            return given if moment(given) == read else read.isoformat()
        if isinstance(read, datetime.date):
            return read.isoformat()
        if isinstance(read, uuid.UUID):
            return given if uuid.UUID(given) == read else str(read)
    return read


def moment(text):
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def words(error):
    """The error with its causes, in a line."""
    chain = []
    while error is not None and len(chain) < 6:
        texts = [first_line(error), *map(first_line, getattr(error, "schema_errors", None) or [])]
        chain.append(f"{type(error).__name__}: {'; '.join(texts)}"[:300])
        error = error.__cause__
    return " <- ".join(chain)


def first_line(error):
    try:
        return (str(error).splitlines() or [""])[0]
    except AttributeError:  # openapi-core cannot print each of its errors.
        return repr(error.args)
