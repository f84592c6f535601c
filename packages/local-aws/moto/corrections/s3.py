import json
from urllib.parse import quote_plus, unquote_plus

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3 import models
from moto.s3.responses import S3Response

from account import account

from ._wrap import adds, replaces

# AWS returns these parts of a bucket as they were sent. moto drops parts of some of them (noncurrent versions to keep,
# delete markers, the EventBridge flag …) and takes a PUT of others for the creation of a bucket.
KNOWN_TO_MOTO = ("lifecycle", "replication", "notification")
UNKNOWN_TO_MOTO = ("intelligent-tiering", "metrics", "analytics")
MISSING = {
    "lifecycle": ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
    "replication": ("ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
}
XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
MINIMUM_SIZE = "x-amz-transition-default-minimum-object-size"


@replaces(S3Response, "_bucket_response")
def bucket_response(original, self, request, full_url):
    query = self._get_querystring(request, full_url)
    name = self.parse_bucket_name_from_url(request, full_url)
    if name in account["bucketsOfOthers"]:
        return taken() if request.method == "PUT" and not query else denied(request.method)
    part = next((one for one in (*KNOWN_TO_MOTO, *UNKNOWN_TO_MOTO) if one in query), None)
    if part is None or not name:
        return original(self, request, full_url)
    bucket = self.backend.get_bucket(name)
    kept = bucket.__dict__.setdefault("kept_as_sent", {})
    key = (part, query.get("id", [None])[0])
    if request.method == "PUT":
        if part in KNOWN_TO_MOTO:
            status, headers, body = as_response(original(self, request, full_url))
            if status >= 300:
                return status, headers, body
        kept[key] = (request.get_data(), {MINIMUM_SIZE: request.headers.get(MINIMUM_SIZE, "all_storage_classes_128K")})
        return 200, kept[key][1] if part == "lifecycle" else {}, ""
    if request.method == "DELETE":
        kept.pop(key, None)
        return original(self, request, full_url) if part in MISSING else (204, {}, "")
    if request.method != "GET":
        return original(self, request, full_url)
    if key in kept:
        document, headers = kept[key]
        return 200, headers if part == "lifecycle" else {}, document
    if part == "notification":
        return 200, {}, f"<NotificationConfiguration {XMLNS}/>"
    if part in UNKNOWN_TO_MOTO and key[1] is None:
        return 200, {}, f"<ListResult {XMLNS}><IsTruncated>false</IsTruncated></ListResult>"
    code, message = MISSING.get(part, ("NoSuchConfiguration", "The specified configuration does not exist"))
    return 404, {}, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"


@replaces(S3Response, "_key_response")
def key_response(original, self, request, full_url):
    if self.parse_bucket_name_from_url(request, full_url) in account["bucketsOfOthers"]:
        return denied(request.method)
    return original(self, request, full_url)


# AWS reads "+" in a path as a space, and writes a space in listings as "+" (https://github.com/brekkylab/backlot/issues/178 has
# what was measured). moto takes "+" for itself, so that an object is found locally that AWS does not find.
@replaces(S3Response, "get_safe_path")
def get_safe_path(_original, self):
    return unquote_plus(self.raw_path)


@replaces(models.FakeKey, "safe_name")
def safe_name(_original, self, encoding_type=None):
    return quote_plus(self.name, safe="/") if encoding_type == "url" else self.name


# A bucket of another account: its name cannot be had, and nothing else is said of it or its objects.
def taken():
    code, message = "BucketAlreadyExists", "The requested bucket name is not available."
    return 409, {}, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"


def denied(method):
    message = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
    return 403, {}, "" if method == "HEAD" else message


def as_response(response):
    return (200, {}, response) if isinstance(response, (str, bytes)) else response


# AWS applies a statement with a condition when the condition holds. moto applies it always, so that "deny what is not
# TLS" denies everything. Conditions are not evaluated here: such a statement is left out.
@replaces(models.FakeBucket, "get_permission")
def get_permission(_original, self, action, resource):
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    unconditional = [statement for statement in statements if not statement.get("Condition")]
    return IAMPolicy(json.dumps({**policy, "Statement": unconditional})).is_action_permitted(action, resource)


# Once versioning is suspended (Terraform does so before it deletes a bucket), moto empties a key by disposing of every
# version, and fails on the delete markers among them: a state bucket has one for every lock that was held.
@adds(models.FakeDeleteMarker)
def dispose(_self):
    pass


# AWS: a policy may name several services, actions or resources. moto understands one of each, and breaks on "*".
def log_permissions_enabled_policy(target_bucket, target_prefix):
    if not target_bucket.policy:
        return False
    wanted = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}"

    def as_list(value):
        return value if isinstance(value, list) else [value]

    for statement in as_list(json.loads(target_bucket.policy)["Statement"]):
        principal = statement.get("Principal")
        services = as_list(principal.get("Service")) if isinstance(principal, dict) else []
        allows = statement.get("Effect") == "Allow" and "s3:PutObject" in as_list(statement.get("Action"))
        if allows and models.LOGGING_SERVICE_PRINCIPAL in services:
            if any(wanted.startswith(resource.rstrip("*")) for resource in as_list(statement.get("Resource"))):
                return True
    return False


models.FakeBucket._log_permissions_enabled_policy = staticmethod(log_permissions_enabled_policy)
