"""The generated client of a document, driven by way of `specwright-harness`."""

import base64
import json
import subprocess


class Client:
    """A running program that makes requests of inputs and reads responses."""

    def __init__(self, program):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([program], text=True, encoding="utf-8", **pipes)

    def request(self, operation, inputs):
        """The request that the client makes of inputs, or `{"refused": reason}`."""
        made = self._ask({"operation": operation, "inputs": inputs})
        if "refused" not in made:
            made["body"] = base64.b64decode(made["body"])
        return made

    def read(self, operation, status, headers, body):
        """What the client reads a response as."""
        response = {"status": status, "headers": headers, "body": base64.b64encode(body).decode()}
        return self._ask({"operation": operation, "response": response})

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def _ask(self, command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())
