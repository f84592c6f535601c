from moto.ec2.exceptions import FlowLogAlreadyExists
from moto.ec2.models import flow_logs, launch_templates, security_groups, vpc_peering_connections
from moto.ec2.models.availability_zones_and_regions import Region, Zone
from moto.ec2.models.instance_types import InstanceTypeOfferingBackend
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.responses.dhcp_options import DHCPOptions
from moto.ec2.responses.flow_logs import FlowLogs
from moto.ec2.responses.network_acls import NetworkACLs
from moto.ec2.utils import parse_user_data

from account import account

from ._wrap import replaces

# AWS has a managed prefix list for Route 53's health checkers in every region. moto has CloudFront's list and not this
# one. The networks are of a block that is reserved for documentation.
CHECKERS = [{"Cidr": f"203.0.113.{8 * i}/29", "Description": "route53-healthchecks"} for i in range(16)]


@replaces(ManagedPrefixListBackend, "create_default_pls")
def create_default_pls(original, self):
    original(self)
    name = f"com.amazonaws.{self.region_name}.route53-healthchecks"
    self._create_aws_managed_prefix_list(name=name, address_family="IPv4", entries=CHECKERS)


# AWS tags DHCP options when it creates them. moto drops the tags.
@replaces(DHCPOptions, "create_dhcp_options")
def create_dhcp_options(original, self):
    answer = original(self)
    answer.result["DhcpOptions"].add_tags(self._parse_tag_specification().get("dhcp-options", {}))
    return answer


# AWS: tags of the launch template are not part of what the template says about instances. moto returns them as one of
# its tag specifications.
@replaces(launch_templates.LaunchTemplate, "__init__")
def launch_template(original, self, backend, name, template_data, version_description, tag_spec):
    specifications = template_data.get("TagSpecifications")
    if specifications is not None:
        own = [s for s in specifications if s["ResourceType"] != "launch-template"]
        template_data = {**template_data, "TagSpecifications": own}
        if not own:
            del template_data["TagSpecifications"]
    original(self, backend, name, template_data, version_description, tag_spec)


# AWS: every version of a template can start instances. moto reads the user data of the first version only, and fails to
# start an instance from a later one.
@replaces(launch_templates.LaunchTemplate, "create_version")
def create_version(original, self, data, description):
    if data.get("UserData") is not None:
        data = {**data, "UserData": parse_user_data(str(data["UserData"]))}
    return original(self, data, description)


# AWS: a template's tags are those it has now. moto answers those it was created with.
launch_templates.LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, value: None)


# AWS: each side of a peering between regions has tags of its own, and options of its own. moto has one object, with
# one set of tags, in both regions.
@replaces(vpc_peering_connections.VPCPeeringConnectionBackend, "describe_vpc_peering_connections")
def describe_vpc_peering_connections(original, self, vpc_peering_ids=None):
    return [seen_from(self, peering) for peering in original(self, vpc_peering_ids)]


@replaces(vpc_peering_connections.VPCPeeringConnectionBackend, "accept_vpc_peering_connection")
def accept_vpc_peering_connection(original, self, vpc_pcx_id):
    return seen_from(self, original(self, vpc_pcx_id))


class SeenFrom:
    """A peering with the tags of one region."""

    def __init__(self, backend, peering):
        self.backend, self.peering = backend, peering

    def __getattr__(self, name):
        return getattr(self.peering, name)

    @property
    def tag_set(self):
        return self.backend.describe_tags(filters={"resource-id": [self.peering.id]})

    tags = tag_list = tag_set


def seen_from(backend, peering):
    return peering if peering.ec2_backend is backend else SeenFrom(backend, peering)


# AWS keeps the description of every rule. moto keeps those of rules with an address range.
@replaces(security_groups.SecurityGroupRule, "__init__")
def security_group_rule(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    source = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None)
    source = source or kwargs.get("source_group") or (args[6] if len(args) > 6 else None)
    self.own_description = (source or {}).get("Description")


security_groups.SecurityGroupRule.description = property(
    lambda self: self.ip_range.get("Description") or self.own_description
)


@replaces(security_groups.SecurityGroupBackend, "modify_security_group_rules")
def modify_security_group_rules(original, self, group_id, rules):
    group = self.get_security_group_by_name_or_id(group_id)
    original(self, group_id, rules)
    for rule_id, new in rules.items():
        rule = group.get_rule(rule_id)
        rule.own_description = new.get("Description", rule.own_description)
        if new.get("PrefixListId"):
            rule.prefix_list_id, rule.ip_range = new["PrefixListId"], {}
        elif new.get("ReferencedGroupId"):
            rule.source_group, rule.ip_range = {**rule.source_group, "GroupId": new["ReferencedGroupId"]}, {}


# AWS keeps the type and code of a network ACL's entry for ICMP. moto looks for them by their name on the wire, under which
# its parser does not file them.
@replaces(NetworkACLs, "_get_param")
def network_acl_parameter(original, self, param_name, if_none=None):
    return original(self, param_name.replace("Icmp.", "IcmpTypeCode."), if_none)


# AWS writes flow logs below a folder of a bucket where the destination names one. moto looks for a bucket with a slash in
# its name.
@replaces(flow_logs.FlowLogsBackend, "create_flow_logs")
def create_flow_logs(original, self, **options):
    destination = options["log_destination"]
    if options["log_destination_type"] != "s3":
        return original(self, **options)
    if any(log.resource_id in options["resource_ids"] and log.log_destination == destination for log in self.describe_flow_logs()):
        raise FlowLogAlreadyExists()
    made, errors = original(self, **{**options, "log_destination": destination.split("/")[0]})
    for log in made:
        log.log_destination = destination
    return made, errors


# AWS keeps the format of files in S3. moto drops it.
@replaces(FlowLogs, "create_flow_logs")
def create_flow_logs_with_options(original, self):
    answer = original(self)
    for id_ in answer.result["FlowLogIds"]:
        self.ec2_backend.flow_logs[id_].destination_options = self._get_param("DestinationOptions")
    return answer


# AWS: an account has newer regions only once it has enabled them, and a zone may be out of service. moto has all of them.
Region.opt_in_status = property(
    lambda self: "not-opted-in" if self.name in account["disabledRegions"] else vars(self)["opt_in_status"],
    lambda self, value: vars(self).update(opt_in_status=value),
)
Zone.state = property(
    lambda self: "unavailable" if self.name in account["zonesOutOfService"] else "available", lambda self, value: None
)


# moto has AWS's own list of what each zone offers; a zone may offer less to an account.
@replaces(InstanceTypeOfferingBackend, "describe_instance_type_offerings")
def describe_instance_type_offerings(original, self, location_type=None, filters=None):
    missing = account["missingInstanceTypes"]
    offered = original(self, location_type, filters)
    return [one for one in offered if one["Location"] not in missing.get(one["InstanceType"], [])]
