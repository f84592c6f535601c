"""A refusal in the words and the form of the service that it comes from."""

import json
from typing import NamedTuple
from xml.sax.saxutils import escape

#: Of a long value, as much as tells which one it is.
SHOWN = 256

#: Services older than the validation that AWS's others share: a code for what is missing, another for what is wrong.
MISSING_PARAMETER = {"ec2", "elasticache", "rds", "redshift", "sqs"}

#: Services of the shared validation that have a code of their own for it.
CODES = {
    "apigateway": "ValidationException",
    "cognito-idp": "InvalidParameterException",
    "ecr": "InvalidParameterException",
    "ecs": "InvalidParameterException",
    "eks": "InvalidParameterException",
    "logs": "InvalidParameterException",
    "pricing": "InvalidParameterException",
    "route53": "InvalidInput",
    "transcribe": "BadRequestException",
}

#: Services of XML by code of what the body says, and of what path, query and headers say.
XML_CODES = {"cloudfront": ("MalformedXML", "InvalidArgument"), "s3": ("MalformedXML", "InvalidArgument")}
XML_CODES["s3control"] = XML_CODES["s3"]

S3_SENTENCE = "The XML you provided was not well-formed or did not validate against our published schema"


class Refusal(NamedTuple):
    code: str
    message: str


def refusal_of(operation, violations):
    first = violations[0]
    if operation.service in MISSING_PARAMETER:
        if first.kind == "required":
            return Refusal("MissingParameter", f"The request must contain the parameter {_wire_name(operation, first)}")
        reason = f"Value ({_shown(first)}) for parameter {_wire_name(operation, first)} is invalid. {first.constraint}"
        return Refusal("InvalidParameterValue", reason)
    code = _code(operation, first)
    message = sentence(violations)
    return Refusal(code, _behind_s3s_sentence(operation, message) if code == "MalformedXML" else message)


def malformed(operation, error):
    if operation.protocol in ("json", "rest-json"):
        return Refusal("SerializationException", str(error))
    if operation.service in MISSING_PARAMETER:
        return Refusal("InvalidParameterValue", str(error))
    if operation.service in XML_CODES:
        return Refusal(XML_CODES[operation.service][0], _behind_s3s_sentence(operation, str(error)))
    return Refusal("MalformedInput", str(error))


def _behind_s3s_sentence(operation, reason):
    """S3 says the same of everything; the reason is ours."""
    return f"{S3_SENTENCE} ({reason})" if operation.service in ("s3", "s3control") else reason


def sentence(violations):
    """As AWS's services say it: `1 validation error detected: Value 'x' at 'name' failed to satisfy constraint: …`."""
    errors = "; ".join(
        f"{_value(violation)} at '{_path(violation)}' failed to satisfy constraint: {violation.constraint}"
        for violation in violations
    )
    return f"{len(violations)} validation error{'s' if len(violations) > 1 else ''} detected: {errors}"


def _code(operation, violation):
    if operation.service in XML_CODES:
        body, head = XML_CODES[operation.service]
        member = operation.model.input_shape.members[violation.path[0].member]
        return head if "location" in member.serialization else body
    if operation.service in CODES:
        return CODES[operation.service]
    if operation.protocol == "query":
        return "ValidationError"
    declared = {shape.name for shape in operation.model.error_shapes}
    by_gateway = operation.protocol == "rest-json" and "ValidationException" not in declared
    return "BadRequestException" if by_gateway and "BadRequestException" in declared else "ValidationException"


def _value(violation):
    if violation.value is None:
        return "Value null"
    # AWS does not repeat bytes either.
    hidden = violation.sensitive or not isinstance(violation.value, (str, int, float, list, dict))
    return "Value" if hidden else f"Value '{_shown(violation)}'"


def _shown(violation):
    text = "" if violation.sensitive else _text(violation.value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _text(value):
    """As Java writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_text(item)}" for key, item in value.items() if item is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    return "" if value is None else str(value)


def _path(violation):
    """`tags.1.member.key`: the services are written in Java, whose members begin with a small letter."""
    return ".".join(step.member[:1].lower() + step.member[1:] for step in violation.path)


def _wire_name(operation, violation):
    names = [step.wire for step in violation.path]
    if operation.protocol == "ec2":
        names = [name[:1].upper() + name[1:] for name in names]
    return ".".join(names)


def http(operation, refusal, method):
    """Status, headers and body."""
    content_type, body = _body(operation, refusal)
    headers = [("Content-Type", content_type), ("x-amzn-RequestId", "local")]
    if operation.protocol in ("json", "rest-json"):
        headers.append(("x-amzn-ErrorType", refusal.code))
        if "awsQueryCompatible" in operation.model.service_model.metadata:
            headers.append(("x-amzn-query-error", f"{refusal.code};Sender"))
    data = b"" if method == "HEAD" else body.encode()
    return "400 Bad Request", [*headers, ("Content-Length", str(len(data)))], data


def _body(operation, refusal):
    if operation.protocol in ("json", "rest-json"):
        return "application/json", json.dumps({"__type": refusal.code, "message": refusal.message})
    error = f"<Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
    if operation.protocol == "ec2":
        xml = f"<Response><Errors><Error>{error}</Error></Errors><RequestID>local</RequestID></Response>"
    elif operation.service == "s3":
        xml = f"<Error>{error}<RequestId>local</RequestId></Error>"
    else:
        xml = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>local</RequestId></ErrorResponse>"
    return "text/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'
