import json
import types

from moto.sqs import models

from ._wrap import replaces

# AWS returns the redrive policy without white space. moto writes it with spaces, which is a change on every plan.
compact = types.SimpleNamespace(**{name: getattr(json, name) for name in json.__all__})
compact.dumps = lambda value, **options: json.dumps(value, **{"separators": (",", ":"), **options})
models.json = compact

# AWS knows RedriveAllowPolicy. moto refuses to return it and drops it.
models.Queue.BASE_ATTRIBUTES = [*models.Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
models.Queue.redrive_allow_policy = None


@replaces(models.Queue, "_set_attributes")
def set_attributes(original, self, attributes, now=None):
    # An empty string removes a policy.
    attributes = {
        name: (value or None) if name in ("Policy", "RedriveAllowPolicy") else value
        for name, value in attributes.items()
    }
    policy = self.policy if "Policy" not in attributes and hasattr(self, "policy") else None
    original(self, attributes, now)
    # AWS keeps the queue's policy when other attributes change. moto drops it.
    if policy is not None:
        self.policy = policy
