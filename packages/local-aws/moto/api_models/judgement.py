"""What the models say of a request, and what they said so far: GET /_local/api-models"""

import json
import threading
import time
from collections import Counter, deque

from . import refusals
from .constraints import violations
from .operations import operations_of
from .parameters import Malformed, parameters_of
from .tolerated import is_tolerated

PATH = "/_local/api-models"


class Seen:
    def __init__(self):
        self.lock = threading.Lock()
        self.operations = Counter()
        self.refused = deque(maxlen=100)
        self.refusals = 0
        self.unknown = Counter()
        # The first check of an operation reads its model, and moto reads it as well.
        self.reading = 0.0
        self.checking = 0.0

    def note(self, request, operation, refusal, seconds):
        with self.lock:
            if operation is None:
                self.unknown[request.service] += 1
                return
            name = f"{operation.service}:{operation.name}"
            if self.operations[name]:
                self.checking += seconds
            else:
                self.reading += seconds
            self.operations[name] += 1
            if refusal:
                self.refusals += 1
                self.refused.append({"operation": name, "code": refusal.code, "message": refusal.message})

    def summary(self):
        with self.lock:
            checks = self.operations.total()
            return {
                "checks": checks,
                "microsecondsPerCheck": round(self.checking / max(checks - len(self.operations), 1) * 1e6),
                "secondsOfReadingModels": round(self.reading, 1),
                "services": len({name.split(":")[0] for name in self.operations}),
                "operations": dict(sorted(self.operations.items())),
                "withoutModel": dict(self.unknown),
                "refusals": self.refusals,
                "lastRefusals": list(self.refused),
            }


seen = Seen()


def judge(request):
    """None, or the refusal as status, headers and body."""
    started = time.thread_time()
    operation, refusal = _verdict(request)
    seen.note(request, operation, refusal, time.thread_time() - started)
    return refusal and refusals.http(operation, refusal, request.method)


def _verdict(request):
    operation = refusal = None
    for operation in operations_of(request):
        refusal = _refusal(request, operation)
        if refusal is None:
            break
    return operation, refusal


def _refusal(request, operation):
    try:
        parameters = parameters_of(request, operation)
    except Malformed as error:
        return refusals.malformed(operation, error)
    shape = operation.model.input_shape
    found = violations(shape, parameters) if shape else ()
    found = [violation for violation in found if not is_tolerated(operation.service, violation)]
    return refusals.refusal_of(operation, found) if found else None


def answer(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen.summary(), indent=2).encode()]
