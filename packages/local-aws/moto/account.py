"""What differs between accounts of AWS, which the local AWS has to be told: GET and PUT /_local/account

A PUT replaces everything that was told before; what it leaves out is as in a new account. It is a change like those of
AWS's APIs: the next start has it again.
"""

import json
import re

from quotas import DEFAULTS, GRANTED
from request_body import body_of

PATH = "/_local/account"


def text(value):
    """No half of a surrogate pair, either: JSON may write it, and no answer can hold it."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def texts(value):
    return isinstance(value, list) and all(text(one) for one in value)


def lists_of_texts(value):
    return isinstance(value, dict) and all(text(name) and texts(one) for name, one in value.items())


def amount(value):
    """JSON of Python has NaN and Infinity, too, and its True is a number."""
    return type(value) in (int, float) and 0 <= value < float("inf")


def quotas(value):
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and text(one.get("service"))
        and text(one.get("code"))
        and (one["service"], one["code"]) in DEFAULTS
        and amount(one.get("value"))
        and text(one.get("awsRegion", ""))
        for one in value
    )


def flag(value):
    return isinstance(value, bool)


ENGINE_FIELDS = {"engine": text, "version": text, "status": text, "globalDatabases": flag}


def engine_versions(value):
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and {"engine", "version"} <= one.keys() <= ENGINE_FIELDS.keys()
        and all(ENGINE_FIELDS[name](one[name]) for name in one)
        and re.fullmatch(r"\d+(\.\d+)*", one["version"])
        for one in value
    )


# What can be told, and what it has to be.
FIELDS = {
    "quotas": (quotas, list, "a list of {service, code, value}, each with the awsRegion or for all, of quotas that are known"),
    "disabledRegions": (texts, list, "a list of AWS regions"),
    "zonesOutOfService": (texts, list, "a list of zones"),
    "missingInstanceTypes": (lists_of_texts, dict, "lists of zones by instance type"),
    "missingDatabaseClasses": (lists_of_texts, dict, "lists of zones by instance class"),
    "engineVersions": (engine_versions, list, "a list of {engine, version}, each with its status or globalDatabases"),
    "bucketsOfOthers": (texts, list, "a list of names"),
    "delegations": (lists_of_texts, dict, "lists of name servers by domain"),
    "images": (lists_of_texts, dict, "lists of processors by image, empty for one that is nowhere"),
}


class Refused(Exception):
    pass


class Account:
    def __init__(self):
        self.tell({})

    def tell(self, told):
        if not isinstance(told, dict):
            raise Refused("expected an object")
        for name, value in told.items():
            holds, _, expected = FIELDS.get(name, (None, None, None))
            if holds is None:
                raise Refused(f"{ascii(name)[1:-1]}: expected one of {', '.join(FIELDS)}")
            if not holds(value):
                raise Refused(f"{name}: expected {expected}")
        self.told = {name: told.get(name, new()) for name, (_, new, _) in FIELDS.items()}

    def quota(self, service, code, region):
        """Of a region, of all regions, granted, or the default: the first that there is."""
        told = [one for one in self.told["quotas"] if (one["service"], one["code"]) == (service, code)]
        of = {one.get("awsRegion"): one["value"] for one in told}
        return of.get(region, of.get(None, GRANTED.get((service, code), DEFAULTS[service, code][1])))

    def __getitem__(self, name):
        return self.told[name]


account = Account()


def answer(environ, start_response):
    json_type = [("Content-Type", "application/json")]
    if environ["REQUEST_METHOD"] == "PUT":
        try:
            account.tell(json.loads(body_of(environ) or b"null"))
        except (Refused, ValueError, RecursionError) as refused:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [str(refused).encode()]
    start_response("200 OK", json_type)
    return [json.dumps(account.told).encode()]
