"""Prism as a judge of requests, and as a server whose responses the client reads."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from urllib.parse import urlsplit

HEADERS_OF_PRISM = ("sl-violations", "connection", "keep-alive", "transfer-encoding", "content-length")


# What is not there by then never is: random values of some patterns are looked for without end.
PATIENCE = 4


class NoResponse(Exception):
    """Prism gave no response."""


class Prism:
    """A mock server of one document. Its random values are the same in each run."""

    def __init__(self, program, document, operations, folder):
        path = folder / "prism.json"
        path.write_text(json.dumps(readable(document, operations)), "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.command = [program, "mock", "--seed", "judge", "--port", str(self.port), str(path)]
        self.log = folder / "prism.log"
        self.hung = 0
        self.start()

    def start(self):
        self.connection = None
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=output, start_new_session=True)

    def wait(self, seconds=300):
        """Whether it listens in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
            time.sleep(0.1)
        return False

    def send(self, made, prefer, accept=None):
        """Status, headers and body of the response to a request; `prefer` selects the response."""
        url = urlsplit(made["url"])
        headers = [(name, value) for name, value in made["headers"] if not (accept and name == "accept")]
        headers += [("prefer", prefer)] + ([("accept", accept)] if accept else [])
        try:
            return self._send(made["method"], url, headers, made["body"])
        except TimeoutError:
            self.hung += 1
            self.close()
            self.start()
            self.wait()
            raise NoResponse(f"it does not respond in {PATIENCE} s") from None
        except (http.client.HTTPException, OSError) as error:
            self.connection = None
            raise NoResponse(f"{type(error).__name__}") from None

    def _send(self, method, url, headers, body):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.connection.putrequest(method, url.path + (f"?{url.query}" if url.query else ""), skip_accept_encoding=True)
        for name, value in headers:
            self.connection.putheader(name, value)
        if body or method in ("POST", "PUT", "PATCH"):
            self.connection.putheader("content-length", str(len(body)))
        self.connection.endheaders(body or None)
        response = self.connection.getresponse()
        return response.status, response.getheaders(), response.read()

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def readable(document, operations):
    """The document as Prism takes it: 3.2, which it does not know, as 3.1; and without security and servers, which are no
    question here."""
    copy = {key: value for key, value in document.items() if key not in ("security", "servers")}
    if str(copy.get("openapi", "")).startswith("3.2"):
        copy["openapi"] = "3.1.0"
    paths = copy.get("paths") or {}
    copy["paths"] = {path: without(item, ("servers",)) for path, item in paths.items()}
    for index, operation in enumerate(operations):
        copy["paths"][response_path(index)] = {"get": {"responses": operation.get("responses", {})}}
    return copy


def response_path(index):
    """Where the responses of an operation are to be had by a request without any input, so that what Prism holds against a
    request keeps nobody from reading the responses."""
    return f"/responses-of-operation/{index}"


def without(item, keys):
    if not isinstance(item, dict):
        return item
    return {key: without(value, ("security", "servers")) if key in METHODS else value
            for key, value in item.items() if key not in keys}


METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def violations(status, headers, body):
    """What Prism holds against a request: pairs of a subject and words. `None` when it cannot say."""
    said = next((value for name, value in headers if name.lower() == "sl-violations"), None)
    try:
        found = json.loads(said) if said else []
    except ValueError:  # A header that is cut off.
        return None
    if not found and (problem := of_prism(headers, body)):
        if not all("location" in violation for violation in problem.get("validation", [{}])):
            return [("request", f"{problem.get('title')}: {problem.get('detail')}")] if status in (404, 405, 415) else None
        found = problem["validation"]
    return [(".".join(map(str, violation["location"])).removeprefix("request."), violation["message"])
            for violation in found if violation["location"][:1] == ["request"]]


def of_prism(headers, body):
    """The problem that Prism itself reports, in place of a response of the document."""
    if any(name.lower() == "content-type" and value.startswith("application/problem+json") for name, value in headers):
        with contextlib.suppress(ValueError):
            problem = json.loads(body)
            if isinstance(problem, dict) and str(problem.get("type", "")).startswith("https://stoplight.io/prism/errors"):
                return problem
    return None
