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


class Prism:
    """A mock server of one document."""

    def __init__(self, program, document, log):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [program, "mock", "--port", str(self.port), str(document)]
        with open(log, "wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
        self.connection = None

    def wait(self, seconds=240):
        """Whether it listens in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
            time.sleep(0.1)
        return False

    def send(self, made, prefer):
        """Status, headers and body of the response to a request, of which `Prefer` says which response it should be."""
        url = urlsplit(made["url"])
        headers = dict(made["headers"]) | {"Prefer": prefer}
        if made["body"]:
            headers["Content-Length"] = str(len(made["body"]))
        for attempt in range(2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                target = url.path + (f"?{url.query}" if url.query else "")
                self.connection.request(made["method"], target, body=made["body"] or None, headers=headers)
                response = self.connection.getresponse()
                return response.status, response.getheaders(), response.read()
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt:
                    raise

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def violations(headers):
    """What Prism holds against the request, by the header that it gives the response. What it says of security and of its
    own response is no part of it."""
    said = next((value for name, value in headers if name.lower() == "sl-violations"), None)
    found = json.loads(said) if said else []
    return [violation for violation in found if violation["location"][0] == "request"]
