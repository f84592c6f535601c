"""Who callers are and what policies say of them, in one answer each: GET /_local/identities?about=caller&name=ASIA…

AWS has no such API: `caller` is who has an access key, with every policy that has a say; `policy` is the policy of a
resource, `tags` its tags, and every other `about` the ARN behind a name. `null` is the answer where there is nothing.
"""

import base64
import json
from urllib.parse import parse_qs

from moto.awslambda.models import lambda_backends
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ec2.models import ec2_backends
from moto.backends import get_backend
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.sts.models import sts_backends

PATH = "/_local/identities"

PARTITION = "aws"


def answer(environ, start_response):
    query = parse_qs(environ.get("QUERY_STRING", ""))
    about, name, region = (query.get(key, [""])[0] for key in ("about", "name", "region"))
    find = FINDERS.get(about)
    if find is None:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [f"about: expected one of {', '.join(FINDERS)}".encode()]
    try:
        found = find(name, region or "us-east-1")
    except Exception:  # moto's own refusals of what there is not differ by service
        found = None
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(found).encode()]


def iam():
    return iam_backends[DEFAULT_ACCOUNT_ID][PARTITION]


def caller(access_key, region):
    session = sts_backends[DEFAULT_ACCOUNT_ID][PARTITION].get_assumed_role_from_access_key(access_key)
    if session is not None:
        role = iam().get_role_by_arn(session.role_arn)
        return {
            "kind": "session",
            "arn": session.arn,
            "account": session.account_id,
            "of": role.arn,
            "userId": session.user_id,
            "expires": session.expiration.timestamp(),
            "session": [{"name": "session", "document": text(session.policy)}] if session.policy else None,
            **bearing(role),
        }
    user = iam().get_user_from_access_key_id(access_key)
    if user is None:
        return None
    groups = [policy for group in iam().get_groups_for_user(user.name) for policy in attached(group)]
    found = bearing(user)
    return {
        "kind": "user",
        "arn": user.arn,
        "account": user.account_id,
        "userName": user.name,
        "userId": user.id,
        "session": None,
        **found,
        "identity": found["identity"] + groups,
    }


def role_session(name, region):
    """A session that no one asked STS for: the role's ARN and the session's name."""
    arn, session = name.split(" ", 1)
    role = iam().get_role_by_arn(arn)
    return {
        "kind": "session",
        "arn": f"arn:aws:sts::{DEFAULT_ACCOUNT_ID}:assumed-role/{role.name}/{session}",
        "account": DEFAULT_ACCOUNT_ID,
        "of": role.arn,
        "userId": f"{role.id}:{session}",
        "session": None,
        **bearing(role),
    }


def bearing(identity):
    """What a role or a user bears: its policies, boundary and tags."""
    boundary = getattr(identity, "permissions_boundary_arn", None)
    tags = identity.tags
    return {
        "identity": attached(identity),
        "boundary": managed(iam().get_policy(boundary)) if boundary else None,
        "tags": as_map(list(tags.values()) if isinstance(tags, dict) else tags),
    }


def attached(identity):
    inline = identity.policies
    items = list(inline.items()) if isinstance(inline, dict) else [(p.policy_name, p.policy_document) for p in inline]
    return [{"name": name, "document": text(document)} for name, document in items] + [
        managed(policy) for policy in list(identity.managed_policies.values())
    ]


def managed(policy):
    version = next(version for version in policy.versions if version.is_default_version)
    return {"name": policy.arn, "document": text(version.document)}


def text(document):
    if isinstance(document, bytes):
        return document.decode()
    return document if isinstance(document, str) else json.dumps(document)


def policy(arn, _):
    _, _, service, region, _, name = arn.split(":", 5)
    if service == "s3":
        found = s3_backends[DEFAULT_ACCOUNT_ID][PARTITION].get_bucket(name.split("/")[0]).policy
    elif service == "kms":
        found = kms_backends[DEFAULT_ACCOUNT_ID][region].keys[name.removeprefix("key/")].policy
    elif service == "sqs":
        found = sqs_backends[DEFAULT_ACCOUNT_ID][region].get_queue(name).policy
    elif service == "sns":
        found = sns_backends[DEFAULT_ACCOUNT_ID][region].get_topic(arn).policy
    elif service == "secretsmanager":
        found = secret(arn, region).policy
    elif service == "lambda":
        statements = function(arn).policy.statements
        found = {"Version": "2012-10-17", "Statement": statements} if statements else None
    elif service == "iam":
        found = iam().get_role_by_arn(arn).assume_role_policy_document
    else:
        found = None
    return text(found) if found else None


def secret(name, region):
    found = secretsmanager_backends[DEFAULT_ACCOUNT_ID][region].secrets[name]
    return getattr(found, "primary_secret", None) or found


def function(arn):
    region, name = arn.split(":")[3], arn.split(":")[6]
    return lambda_backends[DEFAULT_ACCOUNT_ID][region].get_function(name)


def tags(arn, region):
    """Of anything that has tags, as its own service lists them."""
    _, _, service, of_region, _, name = arn.split(":", 5)
    if service == "iam":
        return as_map(iam_resource(name).tags)
    backend = get_backend(SERVICES.get(service, service))[DEFAULT_ACCOUNT_ID][of_region or GLOBAL.get(service, region)]
    if service == "ec2":
        return dict(ec2_backends[DEFAULT_ACCOUNT_ID][of_region].tags.get(name.split("/")[-1], {}))
    if service == "kms":
        return as_map(backend.list_resource_tags(name.removeprefix("key/"))["Tags"])
    if service == "lambda":
        return as_map(backend.list_tags(":".join(arn.split(":")[:7])))
    if service == "sqs":
        return dict(backend.get_queue(name).tags)
    if service == "secretsmanager":
        return as_map(secret(arn, of_region).tags)
    if service == "acm":
        return as_map(backend.get_certificate(arn).tags)
    if service == "autoscaling":
        return as_map(backend.autoscaling_groups[name.split("/")[-1]].tags)
    if service == "elasticloadbalancing":
        return as_map(backend.describe_tags([arn])[arn])
    if service == "route53":
        return dict(backend.list_tags_for_resource(name.split("/")[-1]) or {})
    return as_map(backend.list_tags_for_resource(arn.removesuffix(":*").split(":log-stream:")[0]))


SERVICES = {"elasticloadbalancing": "elbv2", "lambda": "lambda"}
GLOBAL = {"route53": PARTITION}


def iam_resource(name):
    kind, own = name.split("/")[0], name.split("/")[-1]
    if kind == "role":
        return iam().get_role(own)
    if kind == "user":
        return iam().get_user(own)
    if kind == "instance-profile":
        return iam().get_instance_profile(own)
    return iam().get_policy(f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:{name}")


def as_map(listed):
    """Services list tags as maps, as lists of pairs under several names, and as either under `Tags`."""
    if isinstance(listed, dict):
        inside = listed.get("Tags", listed.get("tags"))
        if isinstance(inside, (list, dict)):
            return as_map(inside)
        values = list(listed.values())
        return as_map(values) if values and isinstance(values[0], dict) else dict(listed)
    return {first(tag, "Key", "key", "TagKey"): first(tag, "Value", "value", "TagValue") for tag in listed or []}


def first(tag, *names):
    return next((tag[name] for name in names if name in tag), "")


def key(name, region):
    """By its id, an alias, an ARN of either, or a ciphertext, which moto starts with the key's id."""
    if ":" in name:
        region, name = name.split(":")[3], name.split(":", 5)[5].removeprefix("key/")
    backend = kms_backends[DEFAULT_ACCOUNT_ID][region]
    if name.startswith("alias/"):
        name = backend.get_key_id_from_alias(name)
    elif name not in backend.keys:
        name = base64.b64decode(name)[:36].decode()
    return backend.keys[name].arn


def profile_role(name, _):
    return next(iter(iam().get_instance_profile(name).roles)).arn


def peering(name, region):
    return ec2_backends[DEFAULT_ACCOUNT_ID][region].get_vpc_peering_connection(name)


def vpc_arn(vpc):
    return f"arn:{PARTITION}:ec2:{vpc['Region']}:{vpc['OwnerId']}:vpc/{vpc['VpcId']}"


FINDERS = {
    "caller": caller,
    "policy": policy,
    "tags": tags,
    "boundary of a role": lambda name, _: iam().get_role(name).permissions_boundary_arn,
    "boundary of a user": lambda name, _: iam().get_user(name).permissions_boundary_arn,
    "accepter of a peering": lambda name, region: vpc_arn(peering(name, region).accepter_vpc_info),
    "requester of a peering": lambda name, region: vpc_arn(peering(name, region).requester_vpc_info),
    "function of a mapping": lambda name, region: (
        lambda_backends[DEFAULT_ACCOUNT_ID][region].get_event_source_mapping(name).function_arn
    ),
    "group": lambda name, _: iam().get_group(name).arn,
    "instance-profile": lambda name, _: iam().get_instance_profile(name).arn,
    "key": key,
    "role": lambda name, _: iam().get_role(name).arn,
    "role of a profile": profile_role,
    "role session": role_session,
    "secret": lambda name, region: secret(name, region).arn,
    "user": lambda name, _: iam().get_user(name).arn,
}
