from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend

from ._wrap import replaces

# AWS has a managed prefix list for Route 53's health checkers in every region, a network for each region they are in.
# moto has CloudFront's list and not this one. The networks are of the block for documentation.
CHECKERS = [{"Cidr": f"203.0.113.{8 * i}/29", "Description": "route53-healthchecks"} for i in range(8)]


@replaces(ManagedPrefixListBackend, "create_default_pls")
def create_default_pls(original, self):
    original(self)
    name = f"com.amazonaws.{self.region_name}.route53-healthchecks"
    self._create_aws_managed_prefix_list(name=name, address_family="IPv4", entries=CHECKERS)
