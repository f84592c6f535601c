"""The judgement where requests arrive: before moto answers one, and for whoever else answers one."""

import io
import re
from urllib.parse import parse_qs

from request_body import body_of

from .judgement import judge
from .operations import Request

#: A request with this header is judged and not answered: 204 means that the models have nothing against it.
ONLY_JUDGED = "HTTP_X_LOCAL_AWS_ONLY_JUDGE"


class Judged:
    """A service of moto, which gets the requests that its models allow."""

    def __init__(self, application, service):
        self.application = application
        self.service = service

    def __call__(self, environ, start_response):
        refusal = judge(request_of(environ, self.service))
        return _refuse(refusal, start_response) if refusal else self.application(environ, start_response)


def is_only_judged(environ):
    return ONLY_JUDGED in environ


def only_judge(environ, start_response):
    refusal = judge(request_of(environ, ""))
    if refusal:
        return _refuse(refusal, start_response)
    start_response("204 No Content", [])
    return []


def _refuse(refusal, start_response):
    status, headers, body = refusal
    start_response(status, headers)
    return [body]


def request_of(environ, unsigned):
    path, _, _ = environ["RAW_URI"].encode("latin-1").decode("utf-8", "replace").partition("?")
    query = environ["QUERY_STRING"]
    headers = {name[5:].replace("_", "-").lower(): text for name, text in environ.items() if name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]

    def body():
        read = body_of(environ)
        environ["wsgi.input"] = io.BytesIO(read)
        return read

    service = _signed_service(headers, query) or unsigned
    return Request(service, environ["REQUEST_METHOD"], path, query, headers, body)


def _signed_service(headers, query):
    signature = re.search(r"Credential=([^,\s]+)", headers.get("authorization", ""))
    credential = signature[1] if signature else parse_qs(query).get("X-Amz-Credential", [""])[0]
    *_, service, end = ["", *credential.split("/")]
    return service.lower() if end == "aws4_request" else ""
