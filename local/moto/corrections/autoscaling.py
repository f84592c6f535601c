from moto.autoscaling import models
from moto.autoscaling.responses import AutoScalingResponse

from ._wrap import replaces

# AWS keeps these properties of a group. moto drops them on creation, or on update.
KEPT = {
    "DefaultInstanceWarmup": "default_instance_warmup",
    "MaxInstanceLifetime": "max_instance_lifetime",
    "InstanceMaintenancePolicy": "instance_maintenance_policy",
    "DesiredCapacityType": "desired_capacity_type",
    "DefaultCooldown": "default_cooldown",
    "TerminationPolicies": "termination_policies",
    "CapacityRebalance": "capacity_rebalance",
    "PlacementGroup": "placement_group",
    "ServiceLinkedRoleARN": "service_linked_role_arn",
}


def keep(self):
    group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
    for parameter, attribute in KEPT.items():
        value = self._get_param(parameter)
        if value is not None:
            setattr(group, attribute, value)


@replaces(AutoScalingResponse, "create_auto_scaling_group")
def create_auto_scaling_group(original, self):
    answer = original(self)
    keep(self)
    return answer


@replaces(AutoScalingResponse, "update_auto_scaling_group")
def update_auto_scaling_group(original, self):
    answer = original(self)
    keep(self)
    return answer


# AWS: a policy is enabled unless it says otherwise, and has a predictive part only if it was given one. moto says
# neither, and returns an empty predictive part.
@replaces(models.FakeScalingPolicy, "__init__")
def scaling_policy(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.enabled = True
    self.predictive_scaling_configuration = self.predictive_scaling_configuration or None


@replaces(AutoScalingResponse, "put_scaling_policy")
def put_scaling_policy(original, self):
    answer = original(self)
    name = self._get_param("PolicyName")
    for policy in self.autoscaling_backend.policies.values():
        if policy.name == name and policy.auto_scaling_group_name == self._get_param("AutoScalingGroupName"):
            policy.enabled = self._get_bool_param("Enabled", True)
    return answer
