"""Random requests that are right by their model, patterns aside: what is required, and some of the rest.

And the same with one thing that is wrong.
"""

import random


class LegalRequests:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def parameters(self, operation):
        return self._of(operation.input_shape, 0) if operation.input_shape else {}

    def spoil(self, operation, parameters):
        """Makes one value wrong, and says what is wrong with which; None where a model asks for nothing."""
        wrongs = list(self._wrongs(operation.input_shape, parameters)) if operation.input_shape else []
        if not wrongs:
            return None
        values, name, kind, value = self.random.choice(wrongs)
        if kind == "required":
            del values[name]
        else:
            values[name] = value
        return name, kind

    def _wrongs(self, shape, values):
        if shape.is_document_type:
            return
        for name, value in list(values.items()):
            member = shape.members[name]
            # Not of the path, or of what tells one operation from another, and not the body itself.
            in_body = "location" not in member.serialization and name != shape.serialization.get("payload")
            if in_body and name in shape.required_members and len(values) > 1:
                yield values, name, "required", None
            if "hostLabel" not in member.serialization:
                yield from ((values, name, *wrong) for wrong in self._wrong_values(member))
            if member.type_name == "structure":
                yield from self._wrongs(member, value)
            elif member.type_name == "list" and value and member.member.type_name == "structure":
                yield from self._wrongs(member.member, value[0])

    def _wrong_values(self, shape):
        metadata = shape.metadata
        least, most = metadata.get("min", 0), metadata.get("max", 10_000)
        if shape.type_name == "string":
            if "enum" in metadata:
                yield "enum", "none-of-these"
            elif most < 5000:
                yield "length", "é" * (most + 1)
            elif least > 1:
                yield "length", "é" * (least - 1)
        elif shape.type_name in ("integer", "long") and "max" in metadata:
            yield "range", most + 1
        elif shape.type_name in ("integer", "long") and "min" in metadata:
            yield "range", least - 1

    def _of(self, shape, depth):
        make = getattr(self, f"_{shape.type_name}", None)
        return make(shape, depth) if make else {"boolean": True, "timestamp": 0}[shape.type_name]

    def _structure(self, shape, depth):
        if shape.is_document_type:
            return {"any": "thing"}
        names = [name for name in shape.members if self._is_wanted(shape, name, depth)]
        if shape.is_tagged_union or not names:
            # A form cannot say that a structure is there and empty.
            names = [self.random.choice(list(shape.members))] if shape.members and depth < 8 else []
        return {name: self._of(shape.members[name], depth + 1) for name in names}

    def _is_wanted(self, shape, name, depth):
        if shape.members[name].serialization.get("eventstream"):
            return False
        return name in shape.required_members or (depth < 3 and self.random.random() < 0.6)

    def _list(self, shape, depth):
        size = max(shape.metadata.get("min", 0), 1 if depth < 5 else 0)
        return [self._of(shape.member, depth + 1) for _ in range(size)]

    def _map(self, shape, depth):
        entries = {}
        for letter in "éàöü"[: max(shape.metadata.get("min", 1), 1)]:
            key = self._of(shape.key, depth + 1)
            different = key if "enum" in shape.key.metadata else key[:-1] + letter
            entries[different] = self._of(shape.value, depth + 1)
        return entries

    def _string(self, shape, _):
        if "enum" in shape.metadata:
            return self.random.choice(shape.metadata["enum"])
        least = max(shape.metadata.get("min", 1), 1)
        letter = "a" if shape.serialization.get("hostLabel") else "é"
        return letter * self.random.choice([least, min(shape.metadata.get("max", least + 8), least + 300)])

    def _number(self, shape, _):
        least = shape.metadata.get("min", 1)
        return self.random.choice([least, shape.metadata.get("max", least)])

    _integer = _long = _float = _double = _number

    def _blob(self, shape, _):
        return b"\xff" * max(shape.metadata.get("min", 1), 1)
