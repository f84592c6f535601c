"""What a request says, as plain values in the order of its operation's model, whatever the protocol."""

import gzip
import json
from xml.etree import ElementTree

NUMBERS = {"integer": int, "long": int, "float": float, "double": float}

#: A body that nobody needs to read: of an object, or of a stream of events.
UNREAD = object()


class Malformed(Exception):
    """A request that is not even of its model's types."""


class Blob:
    """Of bytes, only their number counts."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


def parameters_of(request, operation):
    shape = operation.model.input_shape
    if shape is None:
        return {}
    if operation.protocol in ("query", "ec2"):
        return Fields(operation.protocol).read(shape, tree_of(request.form)) or {}
    if operation.protocol == "json":
        return Json.read(shape, json_of(request)) or {}
    return _rest(request, operation, shape)


def _rest(request, operation, shape):
    body = Json if operation.protocol == "rest-json" else Xml
    values = {}
    for name, member in shape.members.items():
        value = _bound(request, operation, name, member)
        if value is not None:
            values[name] = value
    payload = shape.serialization.get("payload")
    if payload is None:
        in_body = [m for m in shape.members.values() if "location" not in m.serialization]
        return {**(body.read(shape, body.parsed(request)) or {}), **values} if in_body else values
    member = shape.members[payload]
    if member.serialization.get("streaming") or member.serialization.get("eventstream"):
        values[payload] = UNREAD
    elif request.body:
        values[payload] = _payload(request, member, body)
    return values


def _payload(request, member, body):
    if member.type_name == "blob":
        return Blob(len(request.body))
    if member.type_name == "string":
        return request.body.decode("utf-8", "replace")
    return body.read(member, body.parsed(request))


def _bound(request, operation, name, member):
    """The value of a member that stands in the path, the query or a header."""
    location = member.serialization.get("location")
    key = member.serialization.get("name", name)
    if location == "uri":
        return from_text(member, operation.labels[key]) if key in operation.labels else None
    if location == "header":
        if "_" in key:
            # WSGI cannot tell it from a hyphen, so its servers drop such headers.
            return UNREAD
        text = request.headers.get(key.lower())
        return None if text is None or "jsonvalue" in member.serialization else _of_texts(member, text.split(","))
    if location == "headers":
        names = [name for name in request.headers if name.startswith(key.lower())]
        return {name[len(key) :]: request.headers[name] for name in names} or None
    if location == "querystring":
        if member.type_name == "map":
            return None
        return _of_texts(member, [value for found, value in request.query if found == key])
    return None


def _of_texts(member, texts):
    if member.type_name == "list":
        return [from_text(member.member, text.strip()) for text in texts] or None
    return from_text(member, ",".join(texts)) if texts else None


def from_text(shape, text):
    number = NUMBERS.get(shape.type_name)
    if number:
        try:
            return number(text)
        except ValueError:
            raise Malformed(f"'{text}' can not be converted to {shape.type_name}") from None
    return Blob(len(text) * 3 // 4) if shape.type_name == "blob" else text


def json_of(request):
    try:
        return json.loads(_plain(request) or b"{}")
    except ValueError as error:
        raise Malformed(f"the body is not JSON: {error}") from None


def _plain(request):
    return gzip.decompress(request.body) if request.headers.get("content-encoding") == "gzip" else request.body


class Json:
    parsed = staticmethod(json_of)
    FORMS = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "blob": str}

    @classmethod
    def read(cls, shape, value):
        kind = shape.type_name
        if value is None or (kind == "structure" and shape.is_document_type):
            return value
        if kind in NUMBERS:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                # As text, JSON has numbers that it cannot write as such: NaN and Infinity.
                return cls._special(kind, value)
            return value
        form = cls.FORMS.get(kind)
        if form is not None and not isinstance(value, form):
            raise Malformed(f"{type(value).__name__} can not be converted to {kind} ({shape.name})")
        if kind == "structure":
            return {
                name: cls.read(member, value.get(member.serialization.get("name", name)))
                for name, member in shape.members.items()
            }
        if kind == "list":
            return [cls.read(shape.member, item) for item in value]
        if kind == "map":
            return {key: cls.read(shape.value, item) for key, item in value.items()}
        return Blob(_decoded_length(value)) if kind == "blob" else value

    @staticmethod
    def _special(kind, value):
        if kind in ("float", "double") and value in ("NaN", "Infinity", "-Infinity"):
            return float(value)
        raise Malformed(f"{type(value).__name__} can not be converted to {kind}")


def _decoded_length(text):
    return len(text) * 3 // 4 - text.count("=", -2)


def tree_of(form):
    """`Tags.member.1.Key=a` as {"Tags": {"member": {"1": {"Key": {"": "a"}}}}}: text stands under no name."""
    root = {}
    for name, value in form.items():
        node = root
        for part in name.split("."):
            node = node.setdefault(part, {})
        node[""] = value
    return root


class Fields:
    """The form fields of the query protocol, and of EC2's dialect of it."""

    def __init__(self, protocol):
        self.ec2 = protocol == "ec2"

    def read(self, shape, node):
        kind = shape.type_name
        if kind == "structure":
            values = {name: self._member(member, name, node) for name, member in shape.members.items()}
            return values if any(value is not None for value in values.values()) else None
        if kind == "list":
            return self._list(shape, node)
        if kind == "map":
            return self._map(shape, node)
        return from_text(shape, node[""]) if "" in node else None

    def _member(self, member, name, node):
        key = self._name(member, name)
        if member.type_name == "list" and member.serialization.get("flattened"):
            key = self._name(member.member, key)
        return self.read(member, node[key]) if key in node else None

    def _name(self, shape, default):
        serialization = shape.serialization
        name = serialization.get("name", default)
        if self.ec2:
            return serialization.get("queryName") or name[0].upper() + name[1:]
        # moto's: names of the query protocol in SQS, whose model only knows JSON by now.
        return serialization.get("locationNameForQueryCompatibility", name)

    def _list(self, shape, node):
        if node.get("") == "" and len(node) == 1:
            return []
        if not self.ec2 and not shape.serialization.get("flattened"):
            # Clients write either the member's name or the protocol's own.
            node = node.get(self._name(shape.member, "member")) or node.get("member") or {}
        return [self.read(shape.member, item) for item in _numbered(node)] or None

    def _map(self, shape, node):
        if not shape.serialization.get("flattened"):
            node = node.get("entry", {})
        key = self._name(shape.key, "key")
        value = self._name(shape.value, "value")
        read = {entry.get(key, {}).get("", ""): self.read(shape.value, entry.get(value, {})) for entry in _numbered(node)}
        return read or None


def _numbered(node):
    return [node[index] for index in sorted(filter(str.isdecimal, node), key=int)]


class Xml:
    @staticmethod
    def parsed(request):
        if not request.body:
            return None
        try:
            return ElementTree.fromstring(_plain(request))
        except ElementTree.ParseError as error:
            raise Malformed(f"the body is not XML: {error}") from None

    @classmethod
    def read(cls, shape, element):
        if element is None:
            return None
        kind = shape.type_name
        if kind == "structure":
            return cls._structure(shape, element)
        if kind == "list":
            return [cls.read(shape.member, child) for child in element]
        if kind == "map":
            return cls._map(shape, element)
        return from_text(shape, element.text or "")

    @classmethod
    def _structure(cls, shape, element):
        children = {}
        for child in element:
            children.setdefault(_local(child.tag), []).append(child)
        values = {}
        for name, member in shape.members.items():
            serialization = member.serialization
            if "location" in serialization:
                continue
            key = serialization.get("name", name)
            if serialization.get("xmlAttribute"):
                attributes = {_local(attribute): value for attribute, value in element.attrib.items()}
                values[name] = attributes.get(key.rpartition(":")[2])
            elif member.type_name == "list" and serialization.get("flattened"):
                found = children.get(member.member.serialization.get("name", key))
                values[name] = found and [cls.read(member.member, child) for child in found]
            elif key in children:
                values[name] = cls.read(member, children[key][0])
        return values

    @classmethod
    def _map(cls, shape, element):
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        entries = [{_local(part.tag): part for part in entry} for entry in element]
        return {entry[key].text or "": cls.read(shape.value, entry.get(value)) for entry in entries if key in entry}


def _local(tag):
    return tag.rpartition("}")[2]
