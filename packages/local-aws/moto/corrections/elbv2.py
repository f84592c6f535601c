from moto.elbv2 import models, responses

from ._wrap import replaces


# AWS: the ARN of a Network Load Balancer says `net`. moto says `app` for every load balancer, which the provider takes
# apart, for one, to build the names of metrics.
# AWS: a load balancer answers with the Elastic IP addresses that its subnets were given. moto drops them.
@replaces(models.ELBv2Backend, "create_load_balancer")
def create_load_balancer(original, self, name, security_groups, subnet_ids, subnet_mappings=None, **options):
    balancer = original(self, name, security_groups, subnet_ids, subnet_mappings, **options)
    kind = {"network": "net", "gateway": "gwy"}.get(balancer.type)
    if kind is not None:
        tags = self.tagging_service.list_tags_for_resource(balancer.arn)["Tags"]
        self.tagging_service.delete_all_tags_for_resource(balancer.arn)
        del self.load_balancers[balancer.arn]
        balancer.arn = balancer.arn.replace(":loadbalancer/app/", f":loadbalancer/{kind}/")
        self.load_balancers[balancer.arn] = balancer
        self.tagging_service.tag_resource(balancer.arn, tags)
        balancer.enforce_security_group_inbound_rules_on_private_link_traffic = "on" if security_groups else None
    remember_addresses(self, balancer, subnet_mappings)
    return balancer


@replaces(models.ELBv2Backend, "set_subnets")
def set_subnets(original, self, arn, subnets, subnet_mappings):
    answer = original(self, arn, subnets, subnet_mappings)
    remember_addresses(self, self.load_balancers[arn], subnet_mappings)
    return answer


def remember_addresses(backend, balancer, subnet_mappings):
    balancer.addresses = {
        mapping["SubnetId"]: address(backend, mapping) for mapping in subnet_mappings or [] if mapping.keys() > {"SubnetId"}
    }


def address(backend, mapping):
    if "AllocationId" not in mapping:
        return {"PrivateIPv4Address": mapping.get("PrivateIPv4Address")}
    eip = next(iter(backend.ec2_backend.address_by_allocation([mapping["AllocationId"]])), None)
    return {"AllocationId": mapping["AllocationId"], "IpAddress": eip and eip.public_ip}


def availability_zones(self):
    zones = [models.AvailabilityZone(subnet) for subnet in self.subnets]
    for zone in zones:
        known = getattr(self, "addresses", {}).get(zone.subnet_id)
        zone.load_balancer_addresses = [known] if known else []
    return zones


models.FakeLoadBalancer.availability_zones = property(availability_zones)


# AWS keeps whether an NLB's security groups hold for PrivateLink. moto drops it.
@replaces(responses.ELBV2Response, "set_security_groups")
def set_security_groups(original, self):
    answer = original(self)
    enforce = self._get_param("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic")
    if enforce:
        balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
        balancer.enforce_security_group_inbound_rules_on_private_link_traffic = enforce
    return answer
