"""The zip of a function's version, which no API of AWS returns as it was sent."""

from urllib.parse import parse_qs

from moto.awslambda.models import lambda_backends

PATH = "/_local/lambda-code"


def answer(environ, start_response):
    arn = parse_qs(environ.get("QUERY_STRING", "")).get("arn", [""])[0]
    parts = arn.split(":")
    if len(parts) != 8:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"expected arn=<ARN of a function's version>"]
    try:
        function = lambda_backends[parts[4]][parts[3]].get_function(parts[6], parts[7])
    except Exception as error:  # moto's own refusals differ by version
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [str(error).encode()]
    start_response("200 OK", [("Content-Type", "application/zip")])
    return [function.code_bytes]
