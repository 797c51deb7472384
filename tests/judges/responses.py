"""Responses that Prism makes of a document, read by the client."""

import base64
import json
import re

from openapi_core_judge import compare
from prism_judge import HEADERS_OF_PRISM, NoResponse, of_prism


# How often Prism may look for a random value without end, in one document, before it is asked for no more.
MOST_HUNG = 3


def cases(operation):
    """Every documented response: the status to ask for and the content, `None` for one without."""
    taken = {response["status"] for response in operation["responses"]}
    for response in operation["responses"]:
        status = concrete(response["status"], taken)
        for content in response["contents"] or [None]:
            yield response["status"], status, content


def concrete(status, taken):
    """A status of a range that no other response has."""
    if status == "default":
        return next(str(code) for code in (500, 503, 599, 418) if str(code) not in taken and f"{code // 100}XX" not in taken)
    if status.endswith("XX"):
        return next(str(code) for code in range(int(status[0]) * 100, 999) if str(code) not in taken)
    return status


def judged(client, judge, operation, prism, path):
    """Every response as the client reads it: the subject, and the disagreement or `None`."""
    made = {"method": "GET", "url": f"http://prism{path}", "headers": [], "body": b""}
    for documented, status, content in cases(operation):
        media_type = content and content["media_type"]
        subject = f"response {documented}" + (f" {media_type}" if media_type else "")
        for prefer in (f"code={status}", f"code={status}, dynamic=true"):
            if prism.hung >= MOST_HUNG and "dynamic" in prefer:
                yield subject, "Prism makes none: it was not asked, since it did not respond before"
                continue
            try:
                code, headers, body = prism.send(made, prefer, accept=media_type)
            except NoResponse as error:
                yield subject, f"Prism makes none: {error}"
                continue
            if problem := of_prism(headers, body):
                yield subject, f"Prism makes none: {problem.get('title')}: {without_stack(problem.get('detail'))}"
                continue
            if content and content["format"] == "json" and not body:
                yield subject, "Prism makes none: an empty body is no JSON"
                continue
            headers = [(name, value) for name, value in headers if name.lower() not in HEADERS_OF_PRISM]
            read = client.read(operation["id"], code, headers, body)
            words = difference(status, code, content, body, read)
            if words and not words.startswith("Prism") and not judge.takes_response(operation, documented, content, body):
                words = f"{'random and ' if 'dynamic' in prefer else ''}not valid, and {words}"
            yield subject, words


def without_stack(detail):
    """The message of Prism without paths of its own files, which differ between machines."""
    return re.split(r"\s+at (?:/|\S+ \()", str(detail))[0]


def difference(status, code, content, body, read):
    """The difference between the value that the client read and the response; `None` if they are equal."""
    if str(code) != status:
        return f"Prism makes none: it sends {code}"
    if read["read"] == "refused":
        return f"not read: {read['error']}; body {body[:200]!r}"
    expected = "success" if 200 <= code < 300 else "failure"
    if read["read"] != expected:
        return f"read as {read['read']}"
    if content is None:
        same = "bytes" in read and base64.b64decode(read["bytes"]) == body
        return None if "nothing" in read or same else f"read as {sorted(read)}, where the document describes no body"
    if "json" in read:
        return changed(json.loads(body), json.loads(read["json"]))
    if "items" in read:
        return changed([json.loads(line) for line in body.splitlines() if line], list(map(json.loads, read["items"])))
    if "text" in read:
        return None if read["text"].encode() == body else f"text {body[:100]!r} became {read['text'][:100]!r}"
    if "bytes" in read:
        return None if base64.b64decode(read["bytes"]) == body else "bytes became others"
    if "error" in read:
        return f"not read: {read['error']}; body {body[:200]!r}"
    return f"read as {sorted(read)}, where the document describes {content['media_type']}"


def changed(before, after):
    return compare(before, after) or (found := compare(after, before)) and f"written back: {found}"
