"""What the world outside AWS says, as the account was told: GET /_local/outside?about=name-servers&name=example.com

Everybody may ask it on the internet: to whom a domain is delegated, which authorities may issue certificates of exactly
this name, and for which processors a registry has an image. `null` is the answer where there is none.
"""

import json
import shlex
from urllib.parse import parse_qs

from moto.core import DEFAULT_ACCOUNT_ID
from moto.route53.models import route53_backends

from account import account

PATH = "/_local/outside"


def answer(environ, start_response):
    query = parse_qs(environ.get("QUERY_STRING", ""))
    about, name = (query.get(key, [""])[0] for key in ("about", "name"))
    find = FINDERS.get(about)
    if find is None:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [f"about: expected one of {', '.join(FINDERS)}".encode()]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(find(name)).encode()]


def public_zones():
    return [zone for zone in route53_backends[DEFAULT_ACCOUNT_ID]["aws"].zones.values() if not zone.private_zone]


def name_servers(domain):
    """Every public zone is delegated to, unless the account was told otherwise."""
    told = account["delegations"].get(domain)
    if told is not None:
        return told
    zone = next((zone for zone in public_zones() if zone.name.rstrip(".") == domain), None)
    return zone.delegation_set.name_servers if zone else []


def certificate_authorities(name):
    """Of CAA records in public zones, such as `0 issue "amazon.com"`."""
    records = [record for zone in public_zones() for record in zone.rrsets if record.type == "CAA"]
    values = [shlex.split(value) for record in records if record.name.rstrip(".") == name for value in record.records]
    return [authority for _, tag, authority in values if tag == "issue"]


def image(name):
    """Every registry has every image, for both processors, unless the account was told otherwise."""
    return account["images"].get(name, ["amd64", "arm64"]) or None


FINDERS = {
    "name-servers": name_servers,
    "certificate-authorities": certificate_authorities,
    "image": image,
}
