from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random
from moto.rds import models
from moto.rds.exceptions import (
    DBClusterNotFoundError,
    InvalidDBClusterStateFault,
    InvalidParameterCombination,
    RDSClientError,
)
from moto.rds.responses import RDSResponse

from account import account

from ._wrap import adds, replaces


class GlobalClusterNotFound(RDSClientError):
    def __init__(self, identifier):
        super().__init__("GlobalClusterNotFoundFault", f"Global cluster {identifier} not found")


class SourceNotFound(RDSClientError):
    def __init__(self, source):
        super().__init__("SourceNotFound", f"The source {source} is not one of the subscription's")


class InvalidGlobalClusterState(RDSClientError):
    def __init__(self, why):
        super().__init__("InvalidGlobalClusterStateFault", why)


def global_clusters(account):
    """AWS: global clusters are in no region. moto keeps them in us-east-1 and looks for them in the caller's."""
    return models.rds_backends[account]["us-east-1"].global_clusters


def find_global_cluster(account, identifier):
    found = global_clusters(account).get((identifier or "").lower())
    if found is None:
        raise GlobalClusterNotFound(identifier)
    return found


def global_cluster_of(cluster):
    return next((g for g in global_clusters(cluster.account_id).values() if cluster in g.members), None)


def find_member(group, identifier):
    for member in group.members:
        if identifier in (member.db_cluster_arn, member.db_cluster_identifier):
            return member
    raise DBClusterNotFoundError(identifier, f"DBCluster {identifier} is not found in global cluster {group.resource_id}")


def set_writer(group, writer):
    """Every other member replicates from the writer."""
    for member in group.members:
        member.is_writer = member is writer
        member.replication_source_identifier = None if member is writer else writer.db_cluster_arn
        member.read_replica_identifiers = []
    writer.read_replica_identifiers = [m.db_cluster_arn for m in group.members if m is not writer]


# AWS: the first cluster of a global cluster is its writer and needs credentials; every further one takes those of the
# writer (and says so in its own description), and needs a key of its region when the storage is encrypted.
@replaces(models.RDSBackend, "create_db_cluster")
def create_db_cluster(original, self, kwargs):
    identifier = kwargs.get("global_cluster_identifier")
    if not identifier:
        return keep(original(self, kwargs), kwargs)
    group = find_global_cluster(self.account_id, identifier)
    writer = next((m for m in group.members if m.is_writer), None)
    if kwargs.get("manage_master_user_password"):
        raise InvalidParameterCombination("ManageMasterUserPassword is not supported for a member of a global cluster.")
    if writer is None:
        if not kwargs.get("master_username") or not kwargs.get("master_user_password"):
            raise InvalidParameterCombination("The first cluster of a global cluster needs a master user name and password.")
    else:
        if kwargs.get("master_username"):
            raise InvalidParameterCombination("Cannot specify user name for cross region replication cluster")
        if kwargs.get("master_user_password"):
            raise InvalidParameterCombination("Cannot specify password for cross region replication cluster")
        if group.storage_encrypted and not kwargs.get("kms_key_id"):
            raise InvalidParameterCombination(
                f"Source cluster {writer.db_cluster_arn} is encrypted; pass a KMS key of this region."
            )
        if any(m.region == self.region_name for m in group.members):
            raise InvalidParameterCombination("A global cluster has one member in each region.")
    if kwargs.get("engine_version") and kwargs["engine_version"].split(".")[0] != group.engine_version.split(".")[0]:
        raise InvalidParameterCombination(f"The engine version must be that of the global cluster, {group.engine_version}.")
    cluster = keep(original(self, kwargs), kwargs)
    if writer is not None:
        cluster.master_username = writer.master_username
        cluster.database_name = writer.database_name
    set_writer(group, writer or cluster)
    return cluster


# AWS keeps these properties of a cluster or an instance. moto drops them.
KEPT = (
    "enable_performance_insights",
    "performance_insights_kms_key_id",
    "performance_insights_retention_period",
    "monitoring_interval",
    "monitoring_role_arn",
    "database_insights_mode",
    "engine_lifecycle_support",
)


def keep(resource, kwargs):
    for name in KEPT:
        if kwargs.get(name) is not None:
            setattr(resource, name, kwargs[name])
    return resource


for model in (models.DBCluster, models.DBInstance):
    model.enable_performance_insights = False
    model.performance_insights_enabled = property(lambda self: self.enable_performance_insights)


# AWS: a scaling configuration is there for the old serverless mode only. moto returns an empty one.
models.DBCluster.scaling_configuration_info = property(
    lambda self: (
        {
            "MinCapacity": self.scaling_configuration.get("min_capacity"),
            "MaxCapacity": self.scaling_configuration.get("max_capacity"),
            "AutoPause": self.scaling_configuration.get("auto_pause"),
            "SecondsUntilAutoPause": self.scaling_configuration.get("seconds_until_auto_pause"),
            "TimeoutAction": self.scaling_configuration.get("timeout_action"),
            "SecondsBeforeTimeout": self.scaling_configuration.get("seconds_before_timeout"),
        }
        if self.scaling_configuration
        else None
    )
)


# AWS: a member is removed from its global cluster before it is deleted. moto asks for it in the caller's region only,
# so that a secondary elsewhere stays a member for ever and the global cluster is never deleted.
@replaces(models.RDSBackend, "delete_db_cluster")
def delete_db_cluster(original, self, cluster_identifier, snapshot_name=None):
    cluster = self.clusters.get(cluster_identifier)
    if cluster is not None and global_cluster_of(cluster) is not None:
        raise InvalidDBClusterStateFault(
            "This cluster is a part of a global cluster, please remove it from globalcluster first"
        )
    return original(self, cluster_identifier, snapshot_name)


# AWS: the writer is the last to be removed.
@adds(RDSResponse)
def remove_from_global_cluster(self):
    group = find_global_cluster(self.current_account, self.params.get("GlobalClusterIdentifier"))
    member = find_member(group, self.params.get("DbClusterIdentifier"))
    if member.is_writer and len(group.members) > 1:
        raise InvalidGlobalClusterState(
            f"{member.db_cluster_arn} is the primary cluster of {group.resource_id}, which still has secondary clusters."
        )
    group.members.remove(member)
    member.global_cluster_identifier = None
    member.replication_source_identifier = None
    writer = next((m for m in group.members if m.is_writer), None)
    if writer is not None:
        set_writer(group, writer)
    member.is_writer = False
    return ActionResult({"GlobalCluster": group})


@replaces(RDSResponse, "delete_global_cluster")
def delete_global_cluster(original, self):
    group = find_global_cluster(self.current_account, self.params.get("GlobalClusterIdentifier"))
    if group.deletion_protection:
        raise InvalidParameterCombination(
            "Cannot delete protected Global Cluster, please disable deletion protection and try again."
        )
    return original(self)


@replaces(RDSResponse, "create_global_cluster")
def create_global_cluster(original, self):
    identifier = self.params.get("GlobalClusterIdentifier")
    if identifier.lower() in global_clusters(self.current_account):
        raise RDSClientError("GlobalClusterAlreadyExistsFault", f"Global cluster {identifier} already exists")
    answer = original(self)
    group = find_global_cluster(self.current_account, identifier)
    group.database_name = self.params.get("DatabaseName")
    tags = self.params.get("Tags")
    group.tags = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags or []]
    return answer


# AWS has ModifyGlobalCluster; a new engine version goes to every member. moto lacks it.
@adds(RDSResponse)
def modify_global_cluster(self):
    group = find_global_cluster(self.current_account, self.params.get("GlobalClusterIdentifier"))
    if self.params.get("DeletionProtection") is not None:
        group.deletion_protection = self.params.get("DeletionProtection")
    if self.params.get("EngineVersion"):
        group.engine_version = self.params.get("EngineVersion")
        for member in group.members:
            member.engine_version = group.engine_version
    renamed = self.params.get("NewGlobalClusterIdentifier")
    if renamed:
        global_clusters(self.current_account).pop(group.resource_id)
        group.global_cluster_identifier = renamed
        global_clusters(self.current_account)[group.resource_id] = group
    return ActionResult({"GlobalCluster": group})


# AWS changes what a subscription is about, and adds and removes the sources that it tells of one by one. moto has neither.
def find_subscription(self):
    (found,) = self.backend.describe_event_subscriptions(self.params["SubscriptionName"])
    return found


@adds(RDSResponse)
def modify_event_subscription(self):
    subscription = find_subscription(self)
    for name in ("SnsTopicArn", "SourceType", "EventCategories", "Enabled"):
        if self.params.get(name) is not None:
            setattr(subscription, camelcase_to_underscores(name), self.params[name])
    return ActionResult({"EventSubscription": subscription})


@adds(RDSResponse)
def add_source_identifier_to_subscription(self):
    subscription, source = find_subscription(self), self.params["SourceIdentifier"]
    subscription.source_ids = [*(each for each in subscription.source_ids if each != source), source]
    return ActionResult({"EventSubscription": subscription})


@adds(RDSResponse)
def remove_source_identifier_from_subscription(self):
    subscription, source = find_subscription(self), self.params["SourceIdentifier"]
    if source not in subscription.source_ids:
        raise SourceNotFound(source)
    subscription.source_ids = [each for each in subscription.source_ids if each != source]
    return ActionResult({"EventSubscription": subscription})


# AWS makes a secondary the writer: in a switchover nothing is lost and every member is healthy; a failover is for the
# loss of the writer's region. The name of the global endpoint stays, and points to the new writer. moto lacks both.
def make_writer(self):
    group = find_global_cluster(self.current_account, self.params.get("GlobalClusterIdentifier"))
    target = find_member(group, self.params.get("TargetDbClusterIdentifier"))
    if target.is_writer:
        raise InvalidGlobalClusterState(f"{target.db_cluster_arn} is already the primary cluster of {group.resource_id}.")
    if not target.members:
        raise InvalidDBClusterStateFault(f"{target.db_cluster_arn} has no instance.")
    set_writer(group, target)
    return ActionResult({"GlobalCluster": group})


adds(RDSResponse, "switchover_global_cluster")(make_writer)
adds(RDSResponse, "failover_global_cluster")(make_writer)

# AWS: every member's readers are its own instances' clusters elsewhere, and the state of their replication is told.
models.GlobalCluster.global_cluster_members = property(
    lambda self: [
        {
            "DBClusterArn": member.db_cluster_arn,
            "IsWriter": member.is_writer,
            "Readers": [m.db_cluster_arn for m in self.members if not m.is_writer] if member.is_writer else [],
            "GlobalWriteForwardingStatus": "disabled",
            "SynchronizationStatus": "connected",
        }
        for member in self.members
    ]
)


# AWS gives every instance a resource id of its own. moto has one for all, so that a look-up finds another instance.
# AWS: an instance that names no certificate authority gets this one. moto names one that does not exist, and the
# provider then modifies and reboots every instance, which takes minutes.
@replaces(models.DBInstance, "__init__")
def db_instance(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.dbi_resource_id = f"db-{mock_random.get_random_string(26).upper()}"
    self.ca_certificate_identifier = kwargs.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1"
    keep(self, kwargs)


# AWS: parameters that were set are of source "user", and that is what the provider asks for. moto stores what was sent
# without a source.
@replaces(RDSResponse, "describe_db_parameters")
def describe_db_parameters(original, self):
    answer = original(self)
    return ActionResult({"Parameters": [{**p, "Source": "user"} for p in answer.result["Parameters"]]})


@replaces(RDSResponse, "describe_db_cluster_parameters")
def describe_db_cluster_parameters(original, self):
    answer = original(self)
    return ActionResult({"Parameters": [{**p, "Source": "user"} for p in answer.result["Parameters"]]})


@adds(RDSResponse)
def reset_db_cluster_parameter_group(self):
    name = self.params.get("DBClusterParameterGroupName")
    forget(self.backend.db_cluster_parameter_groups[name], self.params)
    return ActionResult({"DBClusterParameterGroupName": name})


@adds(RDSResponse)
def reset_db_parameter_group(self):
    name = self.params.get("DBParameterGroupName")
    forget(self.backend.db_parameter_groups[name], self.params)
    return ActionResult({"DBParameterGroupName": name})


def forget(group, params):
    if params.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in params.get("Parameters") or []:
        group.parameters.pop(parameter["ParameterName"], None)


# AWS says how many of something the region may have, and has. moto lacks it.
@adds(RDSResponse)
def describe_account_attributes(self):
    counted = {
        "DBClusters": ("L-952B80B8", self.backend.clusters),
        "DBInstances": ("L-7B6409FD", self.backend.databases),
    }
    quotas = [
        {"AccountQuotaName": name, "Used": len(there), "Max": int(account.quota("rds", code, self.region))}
        for name, (code, there) in counted.items()
    ]
    return ActionResult({"AccountQuotas": quotas})


# Versions that a cluster could be created with at the end of November 2026: the long-term releases and the newest ones of
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
POSTGRESQL = "aurora-postgresql"
VERSIONS = {POSTGRESQL: ["15.10", "15.15", "16.8", "16.11", "17.7"]}


def engine_versions(engine):
    """With what the account was told of them."""
    told = {one["version"]: one for one in account["engineVersions"] if one["engine"] == engine}
    for version in sorted({*VERSIONS[engine], *told}, key=lambda text: [int(part) for part in text.split(".")]):
        status = told.get(version, {}).get("status", "available")
        if status != "missing":
            yield version, status, told.get(version, {}).get("globalDatabases", True)


# AWS lists the versions of each engine. moto lacks it.
@adds(RDSResponse)
def describe_db_engine_versions(self):
    engine, asked = self.params.get("Engine"), self.params.get("EngineVersion")
    if engine not in VERSIONS or self.params.get("Filters"):
        raise NotImplementedError(f"the local AWS does not know the versions of {engine or 'every engine'}, or filters")
    versions = [
        {
            "Engine": engine,
            "EngineVersion": version,
            "MajorEngineVersion": version.split(".")[0],
            "DBParameterGroupFamily": f"{engine}{version.split('.')[0]}",
            "DBEngineDescription": "Aurora PostgreSQL",
            "SupportedEngineModes": ["provisioned"],
            "SupportsGlobalDatabases": supports_global,
            "SupportsReadReplica": False,
            "Status": status,
        }
        for version, status, supports_global in engine_versions(engine)
        if asked in (None, version, version.split(".")[0]) and (status == "available" or self.params.get("IncludeAll"))
    ]
    return ActionResult({"DBEngineVersions": versions})


# AWS: what can be ordered depends on the region, and is asked for by class, too. moto has what us-east-1 had in 2023, for all
# regions and classes. Newer versions have what its newest has, in every zone of the region.
@replaces(RDSResponse, "describe_orderable_db_instance_options")
def describe_orderable_db_instance_options(original, self):
    answer = original(self)
    engine, version = self.params.get("Engine"), self.params.get("EngineVersion")
    options = answer._result["OrderableDBInstanceOptions"]
    if engine == POSTGRESQL:
        if not options and any(version == known for known, *_ in engine_versions(engine)):
            newest = self.backend.describe_orderable_db_instance_options(engine, "15.2")
            options = [{**option, "EngineVersion": version} for option in newest]
        options = [in_region(option, self.current_account, self.region) for option in options]
    wanted = self.params.get("DBInstanceClass")
    answer._result["OrderableDBInstanceOptions"] = [
        option for option in options if wanted in (None, option["DBInstanceClass"]) and option["AvailabilityZones"]
    ]
    return answer


def in_region(option, account_id, region):
    missing = account["missingDatabaseClasses"].get(option["DBInstanceClass"], [])
    zones = ec2_backends[account_id][region].describe_availability_zones()
    return {**option, "AvailabilityZones": [{"Name": zone.name} for zone in zones if zone.name not in missing]}
