from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api._internal import mock_random
from moto.route53 import models, urls
from moto.route53.exceptions import DnsNameInvalidForZone, InvalidInput, NoSuchHealthCheck, Route53ClientError
from moto.route53.responses import Route53

from account import account

from ._wrap import adds, replaces


# AWS: the id of a zone begins with Z. moto's begins with anything.
@replaces(models.HostedZoneIdentifier, "generate")
def generate(original, self, existing_ids=None, tags=None):
    return f"Z{original(self, existing_ids, tags)[1:]}"


# AWS: a zone that is created with a VPC is private. moto asks for HostedZoneConfig.PrivateZone, which no SDK sends.
@replaces(Route53, "create_hosted_zone")
def create_hosted_zone(original, self):
    if self._get_param("VPC.VPCId"):
        as_sent = self._get_bool_param
        self._get_bool_param = lambda name, default=None: (
            True if name == "HostedZoneConfig.PrivateZone" else as_sent(name, default)
        )
    return original(self)


# AWS: a zone that still has records of its owner is not deleted. moto deletes it.
@replaces(models.Route53Backend, "delete_hosted_zone")
def delete_hosted_zone(original, self, id_):
    zone = self.get_hosted_zone(id_)
    own = [r for r in zone.rrsets if not (r.type in ("NS", "SOA") and r.name.rstrip(".") == zone.name.rstrip("."))]
    if own:
        raise Route53ClientError(
            "HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot be deleted."
        )
    return original(self, id_)


class Record(models.RecordSet):
    """A record set as it was sent; moto's own forgets where a geoproximity record is."""

    def __init__(self, sent):
        values = [r["Value"] if isinstance(r, dict) else r for r in sent.get("ResourceRecords") or []]
        super().__init__({**sent, "Name": sent["Name"].rstrip(".").lower() + ".", "ResourceRecords": values})
        self.geo_proximity_location = sent.get("GeoProximityLocation")
        self.cidr_routing_config = sent.get("CidrRoutingConfig")

    def says_the_same_as(self, other):
        def target(record):
            alias = record.alias_target
            return alias and (alias["DNSName"].rstrip(".").lower(), alias["HostedZoneId"])

        return (
            target(self) == target(other)
            and sorted(self.records) == sorted(other.records)
            and int(self.ttl or 0) == int(other.ttl or 0)
        )


def identity(record):
    return (record.name.rstrip(".").lower(), record.type, record.set_identifier or None)


# AWS: a record set is known by name, type and set identifier together; a change is taken whole or not at all; a record
# has one owner, so that creating it twice, a second PRIMARY of a name, two routing policies or a CNAME beside another
# type are refused, as is deleting what does not exist or has other values.
# moto deletes by the set identifier alone in the whole zone (two names with a set "asia" lose both), accepts duplicates,
# refuses to create again what was deleted, and keeps half of a failed change.
@replaces(models.Route53Backend, "change_resource_record_sets")
def change_resource_record_sets(_original, self, zoneid, change_list):
    zone = self.get_hosted_zone(zoneid)
    records = list(zone.rrsets)
    for change in change_list:
        action = change["Action"]
        models.validate_domain_name(change["ResourceRecordSet"]["Name"], code="InvalidChangeBatch")
        record = Record(change["ResourceRecordSet"])
        if not f".{record.name}".endswith("." + zone.name.rstrip(".").lower() + "."):
            raise DnsNameInvalidForZone(name=record.name, zone_name=zone.name)
        existing = next((r for r in records if identity(r) == identity(record)), None)
        others = [r for r in records if r is not existing]
        if action == "DELETE":
            refuse_if(existing is None, "delete", record, "but it was not found")
            refuse_if(
                not record.says_the_same_as(existing),
                "delete",
                record,
                "but the values provided do not match the current values",
            )
            records = others
            continue
        refuse_if(action == "CREATE" and existing is not None, "create", record, "but it already exists")
        check_beside(record, [r for r in others if r.name.rstrip(".").lower() == identity(record)[0]])
        if record.health_check_id and record.health_check_id not in self.health_checks:
            raise InvalidInput(f"The health check {record.health_check_id} was not found.")
        records = [record if r is existing else r for r in records] if existing else [*records, record]
    zone.rrsets = records


def check_beside(record, of_same_name):
    for other in of_same_name:
        if other.type != record.type:
            refuse_if(
                "CNAME" in (record.type, other.type),
                "create",
                record,
                f"but it conflicts with the {other.type} record set of that name",
            )
            continue
        refuse_if(
            policy(other) != policy(record),
            "create",
            record,
            "but a record set with another routing policy exists with that name and type",
        )
        refuse_if(
            record.failover is not None and other.failover == record.failover,
            "create",
            record,
            f"but a {record.failover} record set of that name and type already exists",
        )
        refuse_if(
            record.region is not None and other.region == record.region,
            "create",
            record,
            f"but a latency record set for {record.region} already exists with that name and type",
        )


def policy(record):
    fields = ("weight", "region", "failover", "geo_location", "multi_value_answer", "set_identifier")
    return next((name for name in fields if getattr(record, name, None) is not None), "simple")


def refuse_if(condition, verb, record, why):
    if condition:
        name = f"[name='{record.name}', type='{record.type}', set-identifier='{record.set_identifier}']"
        raise Route53ClientError("InvalidChangeBatch", f"[Tried to {verb} resource record set {name} {why}]")


# AWS: a VPC is associated with a zone once. moto lists it twice.
@replaces(models.FakeZone, "add_vpc")
def add_vpc(original, self, vpc_id, vpc_region):
    if any(vpc["vpc_id"] == vpc_id for vpc in self.vpcs):
        raise Route53ClientError(
            "ConflictingDomainExists", f"The VPC {vpc_id} is already associated with the hosted zone {self.resource_id}."
        )
    return original(self, vpc_id, vpc_region)


# AWS returns a health check's configuration as it was sent, with defaults. moto drops the alarm, the routing control
# and more, and invents a request interval for checks that have none.
PROBING = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")


@adds(Route53)
def create_health_check(self):
    config = dict(self._get_param("HealthCheckConfig"))
    if config["Type"] in PROBING:
        for name, default in (("RequestInterval", 30), ("FailureThreshold", 3), ("MeasureLatency", False)):
            config.setdefault(name, default)
        config.setdefault("EnableSNI", config["Type"].startswith("HTTPS"))
        if "Port" not in config and config["Type"] != "TCP":
            config["Port"] = 443 if config["Type"].startswith("HTTPS") else 80
    for name in ("Inverted", "Disabled"):
        config.setdefault(name, False)
    check = {
        "Id": str(mock_random.uuid4()),
        "CallerReference": self._get_param("CallerReference"),
        "HealthCheckConfig": config,
        "HealthCheckVersion": 1,
    }
    self.backend.health_checks[check["Id"]] = check
    location = f"https://route53.amazonaws.com/2013-04-01/healthcheck/{check['Id']}"
    return ActionResult({"HealthCheck": check, "Location": location})


@adds(Route53)
def update_health_check(self):
    check = find_health_check(self.backend, self._get_param("HealthCheckId"))
    changed = {k: v for k, v in self.params.items() if k not in ("HealthCheckId", "HealthCheckVersion", "ResetElements")}
    for name in self._get_param("ResetElements", []):
        check["HealthCheckConfig"].pop(name, None)
    check["HealthCheckConfig"].update(changed)
    check["HealthCheckVersion"] += 1
    return ActionResult({"HealthCheck": check})


@adds(Route53)
def get_health_check(self):
    return ActionResult({"HealthCheck": find_health_check(self.backend, self._get_param("HealthCheckId"))})


# AWS refuses to delete a health check that does not exist. moto ignores it.
@adds(Route53)
def delete_health_check(self):
    check = find_health_check(self.backend, self._get_param("HealthCheckId"))
    self.backend.health_checks.pop(check["Id"])
    return EmptyResult()


def find_health_check(backend, id_):
    if id_ not in backend.health_checks:
        raise NoSuchHealthCheck(id_)
    return backend.health_checks[id_]


# AWS says how many of something the account may have, and has. moto lacks it.
LIMITS = {
    "MAX_HEALTH_CHECKS_BY_OWNER": ("L-ACB674F3", lambda backend: backend.health_checks),
    "MAX_HOSTED_ZONES_BY_OWNER": ("L-4EA4796A", lambda backend: backend.zones),
}


@adds(Route53)
def get_account_limit(self):
    limit = self._get_param("Type")
    if limit not in LIMITS:
        raise NotImplementedError(f"the local AWS does not know {limit}")
    code, counted = LIMITS[limit]
    most = int(account.quota("route53", code, "us-east-1"))
    return ActionResult({"Limit": {"Type": limit, "Value": most}, "Count": len(counted(self.backend))})


urls.url_paths[r"{0}/(?P<api_version>[\d_-]+)/accountlimit/(?P<type>[^/]+)$"] = Route53.dispatch
