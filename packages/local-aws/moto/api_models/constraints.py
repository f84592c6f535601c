"""What a model says against a request's values, in the words of AWS's own validation."""

from typing import NamedTuple

from . import patterns
from .parameters import NUMBERS, UNREAD


class Step(NamedTuple):
    """From a value to one that it holds."""

    member: str
    #: What the protocol calls it.
    wire: str


class Violation(NamedTuple):
    path: tuple
    #: `required`, `length`, `range`, `enum` or `pattern`.
    kind: str
    constraint: str
    value: object
    #: Passwords and the like are not repeated.
    sensitive: bool = False


def violations(shape, value, path=()):
    """Of a value that is there; what it lacks is said of what it holds."""
    kind = shape.type_name
    if kind == "structure":
        yield from _of_structure(shape, value, path)
    elif kind == "list":
        yield from _of_list(shape, value, path)
    elif kind == "map":
        yield from _of_map(shape, value, path)
    else:
        for broken, text in _of_scalar(shape, value):
            yield Violation(path, broken, text, value, shape.metadata.get("sensitive", False))


def _of_structure(shape, values, path):
    if shape.is_document_type:
        return
    for name, member in shape.members.items():
        value = values.get(name)
        step = (*path, Step(name, member.serialization.get("queryName") or member.serialization.get("name", name)))
        if value is UNREAD:
            continue
        if value is not None:
            yield from violations(member, value, step)
        elif name in shape.required_members:
            yield Violation(step, "required", NOT_NULL, None)


def _of_list(shape, items, path):
    yield from _of_size(shape, items, path)
    member = shape.member
    if _holds_others(member):
        for index, item in enumerate(items, 1):
            if item is not None:
                yield from violations(member, item, (*path, Step(f"{index}.member", str(index))))
        return
    # AWS says it of the list, with everything that is asked of its members.
    for item in items:
        broken = [kind for kind, _ in _of_scalar(member, item)] if item is not None else ["required"]
        if broken:
            text = f"Member must satisfy constraint: [{', '.join(_constraints(member))}]"
            yield Violation(path, broken[0], text, items, member.metadata.get("sensitive", False))
            return


def _of_map(shape, entries, path):
    yield from _of_size(shape, entries, path)
    for key, value in entries.items():
        broken = [kind for kind, _ in _of_scalar(shape.key, key)]
        if broken:
            text = f"Map keys must satisfy constraint: [{', '.join(_constraints(shape.key))}]"
            yield Violation(path, broken[0], text, entries)
        if value is not None and _holds_others(shape.value):
            yield from violations(shape.value, value, (*path, Step(f"{key}.member", key)))
            continue
        broken = [kind for kind, _ in _of_scalar(shape.value, value)] if value is not None else []
        if broken:
            text = f"Map value must satisfy constraint: [{', '.join(_constraints(shape.value))}]"
            yield Violation(path, broken[0], text, entries, shape.value.metadata.get("sensitive", False))


def _holds_others(shape):
    return shape.type_name in ("structure", "list", "map")


def _of_size(shape, value, path):
    for broken, text in _bounds(shape, len(value), "length"):
        yield Violation(path, broken, text, value, shape.metadata.get("sensitive", False))


def _of_scalar(shape, value):
    metadata = shape.metadata
    if shape.type_name in NUMBERS:
        yield from _bounds(shape, value, "value")
        return
    if "min" in metadata or "max" in metadata:
        if shape.type_name in ("string", "blob"):
            yield from _bounds(shape, len(value), "length")
    if "enum" in metadata and value not in metadata["enum"]:
        yield "enum", _enumeration(metadata)
    if "pattern" in metadata:
        expression = patterns.compiled(metadata["pattern"])
        if expression is not None and not expression.fullmatch(value):
            yield "pattern", _expression(metadata)


def _bounds(shape, size, what):
    metadata = shape.metadata
    kind = "range" if what == "value" else "length"
    if "min" in metadata and size < metadata["min"]:
        yield kind, _at_least(metadata, what)
    if "max" in metadata and size > metadata["max"]:
        yield kind, _at_most(metadata, what)


def _constraints(shape):
    """Everything that is asked of a shape."""
    metadata = shape.metadata
    what = "value" if shape.type_name in NUMBERS else "length"
    if "max" in metadata:
        yield _at_most(metadata, what)
    if "min" in metadata:
        yield _at_least(metadata, what)
    if "enum" in metadata:
        yield _enumeration(metadata)
    if "pattern" in metadata:
        yield _expression(metadata)
    yield NOT_NULL


NOT_NULL = "Member must not be null"


def _at_least(metadata, what):
    return f"Member must have {what} greater than or equal to {metadata['min']}"


def _at_most(metadata, what):
    return f"Member must have {what} less than or equal to {metadata['max']}"


def _enumeration(metadata):
    return f"Member must satisfy enum value set: [{', '.join(metadata['enum'])}]"


def _expression(metadata):
    return f"Member must satisfy regular expression pattern: {metadata['pattern']}"
