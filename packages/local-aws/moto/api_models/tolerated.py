"""False alarms: what a model refuses and is taken all the same, each with its reason."""

from typing import NamedTuple


class Tolerance(NamedTuple):
    service: str
    #: In any operation.
    member: str
    kind: str
    reason: str


MOTOS_OWN = "moto makes one up in another form than AWS, and gets it back"

TOLERATED = [
    Tolerance("kinesis", "ConsumerARN", "pattern", MOTOS_OWN),
    Tolerance("networkmanager", "CoreNetworkId", "pattern", MOTOS_OWN),
    Tolerance("wafv2", "LockToken", "pattern", MOTOS_OWN),
]


def is_tolerated(service, violation):
    found = (service, violation.path[-1].member, violation.kind)
    return any(found == tolerance[:3] for tolerance in TOLERATED)
