"""Which operation of which of botocore's models a request asks for."""

import json
import re
import zlib
from collections import defaultdict
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import botocore
from moto.core.utils import get_service_model

MODELS = Path(botocore.__file__).parent / "data"


class Request:
    """One request as it came, and what its protocol says about itself."""

    def __init__(self, service, method, path, query, headers, body):
        #: Name that the request is signed for, in lower case.
        self.service = service
        self.method = method
        #: Undecoded: an encoded slash is part of a label.
        self.path = path
        self.query = parse_qsl(query, keep_blank_values=True)
        #: Names in lower case.
        self.headers = headers
        self._body = body

    @cached_property
    def body(self):
        """Read when asked for: nobody needs the bytes of an object."""
        return self._body()

    @cached_property
    def form(self):
        """The fields of a query protocol's request."""
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            fields = parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
            return dict(self.query + fields)
        return dict(self.query)


class Operation:
    """An operation, and how the request speaks of it."""

    def __init__(self, service, model, protocol, labels=None):
        self.service = service
        self.model = model
        self.protocol = protocol
        #: Values in the path of a REST protocol, by the name they have there.
        self.labels = labels or {}

    @property
    def name(self):
        return self.model.name


def operations_of(request):
    """Several where services share a name and a path; none where no model has it, which whoever answers says."""
    services = services_signed_as(request.service)
    if "x-amz-target" in request.headers and any("json" in _protocols(service) for service in services):
        return _by_target(request, services)
    if any({"query", "ec2"} & _protocols(service) for service in services) and "Action" in request.form:
        return _by_action(request, services)
    return _by_route(request, services)


def _by_target(request, services):
    prefix, _, name = request.headers["x-amz-target"].rpartition(".")
    for service in services:
        model = get_service_model(service)
        if model.metadata.get("targetPrefix") == prefix and name in _operations(service):
            return [Operation(service, model.operation_model(name), "json")]
    return []


def _by_action(request, services):
    name = request.form["Action"]
    services = [service for service in services if name in _operations(service)]
    if not services:
        return []
    # Two generations of a service, as of Elastic Load Balancing, share their name and differ by version.
    version = request.form.get("Version")
    service = next((one for one in services if get_service_model(one).api_version == version), services[0])
    protocol = "ec2" if "ec2" in _protocols(service) else "query"
    return [Operation(service, get_service_model(service).operation_model(name), protocol)]


def _by_route(request, services):
    path = _path_style(request)
    query = dict(request.query)
    found = [one for service in services if (one := _routed(service, request, path, query))]
    best = max((rank for rank, _ in found), default=None)
    return [operation for rank, operation in found if rank == best]


def _routed(service, request, path, query):
    """The operation of the route that fits best, and how well it does."""
    fitting = [
        (route.rank(query, request.headers), route, matched)
        for route in _routes(service).get(request.method, ())
        if (matched := route.path.fullmatch(path)) and all(query.get(name) == value for name, value in route.literals)
    ]
    if not fitting:
        return None
    rank, route, matched = max(fitting, key=lambda one: one[0])
    labels = {label: unquote(value) for label, value in zip(route.labels, matched.groups())}
    model = get_service_model(service)
    return rank, Operation(service, model.operation_model(route.name), model.protocol, labels)


def _path_style(request):
    """S3's path with the bucket that the host names in front of it."""
    if request.service == "s3":
        bucket = re.match(r"(.+?)\.s3[.-][^/]*amazonaws\.com", request.headers.get("host", ""))
        if bucket:
            return f"/{bucket[1]}{request.path}"
    return request.path


class Route:
    """Method, path and fixed part of the query by which a REST protocol names an operation."""

    def __init__(self, operation):
        uri, _, query = operation.http["requestUri"].partition("?")
        self.name = operation.name
        self.deprecated = operation.deprecated
        # `x-id` only repeats the operation's name, and not every client sends it.
        pairs = parse_qsl(query, keep_blank_values=True)
        self.literals = [(name, value) for name, value in pairs if name != "x-id"]
        parts = re.split(r"\{([^}]+)\}", uri.rstrip("/"))
        self.labels = [label.rstrip("+") for label in parts[1::2]]
        self.fixed = len("".join(parts[::2]))
        pattern = "".join(
            re.escape(part) if index % 2 == 0 else "(.+)" if part.endswith("+") else "([^/]+)"
            for index, part in enumerate(parts)
        )
        self.path = re.compile(f"{pattern}/?")
        shape = operation.input_shape
        members = shape.members.items() if shape else ()
        self.asked = [
            (member.serialization["location"], member.serialization.get("name", name).lower())
            for name, member in members
            if name in shape.required_members and member.serialization.get("location") in ("header", "querystring")
        ]

    def rank(self, query, headers):
        """The most particular of the routes that fit is meant: UploadPart is a PutObject that names a part."""
        names = {name.lower() for name in query}
        given = [name in (headers if location == "header" else names) for location, name in self.asked]
        return (len(self.literals), all(given), self.fixed, len(given), not self.deprecated)


@cache
def _routes(service):
    model = get_service_model(service)
    routes = defaultdict(list)
    if model.protocol.startswith("rest-"):
        for name in model.operation_names:
            operation = model.operation_model(name)
            routes[operation.http["method"]].append(Route(operation))
    return routes


@cache
def _protocols(service):
    model = get_service_model(service)
    return {model.protocol, *model.metadata.get("protocols", ())}


@cache
def _operations(service):
    return frozenset(get_service_model(service).operation_names)


def services_signed_as(name):
    """Services whose requests are signed with a name; the one that it is the name of comes first."""
    return _services().get(name, ())


@cache
def _services():
    services = defaultdict(list)
    for service in sorted(path.name for path in MODELS.iterdir() if path.is_dir()):
        metadata = _metadata(service)
        if metadata:
            services[metadata.get("signingName", metadata["endpointPrefix"]).lower()].append(service)
    return {name: sorted(found, key=lambda service: service != name) for name, found in services.items()}


def _metadata(service):
    """The model's first lines: parsing more than 400 models whole takes long."""
    newest = max(MODELS.joinpath(service).iterdir())
    file = newest / "service-2.json.gz"
    if not file.exists():
        return None
    head = zlib.decompressobj(wbits=31).decompress(file.read_bytes(), 8192).decode("utf-8", "replace")
    start = re.search(r'"metadata"\s*:\s*', head).end()
    return json.JSONDecoder().raw_decode(head, start)[0]
