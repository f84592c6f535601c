from moto.autoscaling import models
from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from ._wrap import adds, replaces

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


# AWS replaces a group's instances when it is asked to, a few at a time. moto lacks the action; here they are replaced at
# once, so that a refresh is never in progress.
class InstanceRefreshNotFound(ServiceException):
    def __init__(self, group_name):
        super().__init__(
            "ActiveInstanceRefreshNotFound", f"No in progress or pending Instance Refresh found for Auto Scaling group {group_name}"
        )


@adds(AutoScalingResponse)
def start_instance_refresh(self):
    name = self._get_param("AutoScalingGroupName")
    if name not in self.autoscaling_backend.autoscaling_groups:
        raise ValidationError("AutoScalingGroup name not found - null")
    group = self.autoscaling_backend.autoscaling_groups[name]
    if (self._get_param("Preferences") or {}).get("AutoRollback") in (True, "true"):
        refuse_rollback_to_nothing(self._get_param("DesiredConfiguration"), group)
    instances = [state.instance.id for state in group.instance_states]
    for instance in instances:
        self.autoscaling_backend.terminate_instance(instance, False)
    for target_group in group.target_group_arns:
        gone = [{"Id": instance} for instance in instances]
        self.autoscaling_backend.elbv2_backend.deregister_targets(target_group, gone)
    refresh = {
        "InstanceRefreshId": str(mock_random.uuid4()),
        "AutoScalingGroupName": name,
        "Status": "Successful",
        "StartTime": utcnow(),
        "EndTime": utcnow(),
        "PercentageComplete": 100,
        "InstancesToUpdate": 0,
        "Preferences": self._get_param("Preferences"),
        "DesiredConfiguration": self._get_param("DesiredConfiguration"),
    }
    group.__dict__.setdefault("refreshes", []).insert(0, refresh)
    return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})


# AWS rolls back to a numbered version of a template that names its image, and from a configuration that is asked for.
def refuse_rollback_to_nothing(desired, group):
    if not desired:
        raise ValidationError(
            "The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty. "
            "Set AutoRollback to false or specify a desired configuration and try again.",
        )
    if group.launch_template_version in ("$Latest", "$Default"):
        raise ValidationError(f"AutoRollback needs a numbered version, not {group.launch_template_version}.")
    template = group.ec2_launch_template
    image = template and template.get_version(group.launch_template_version).image_id
    if str(image).startswith("resolve:ssm:"):
        raise ValidationError(f"AutoRollback needs the id of an image, not {image}.")


@adds(AutoScalingResponse)
def describe_instance_refreshes(self):
    group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
    wanted = self._get_param("InstanceRefreshIds", [])
    refreshes = getattr(group, "refreshes", [])
    return ActionResult({"InstanceRefreshes": [r for r in refreshes if not wanted or r["InstanceRefreshId"] in wanted]})


@adds(AutoScalingResponse)
def cancel_instance_refresh(self):
    raise InstanceRefreshNotFound(self._get_param("AutoScalingGroupName"))
