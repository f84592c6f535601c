from moto.iam import models

from account import account

from ._wrap import replaces


# The policies that AWS manages are those of the partition that everything is in. moto looks for callers in every partition,
# and loads 1,485 policies for each on the way.
@replaces(models.IAMBackend, "_init_aws_policies")
def init_aws_policies(original, self):
    return original(self) if self.partition == "aws" else []


# IAM's task ids say which role goes, and permissions to ask for their state are about that role:
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
@replaces(models.IAMBackend, "delete_service_linked_role")
def delete_service_linked_role(original, self, role_name):
    path = self.get_role(role_name).path
    return f"task{path}{role_name}/{original(self, role_name)}"


# AWS: the summary has the quotas that the account was granted. moto has the defaults.
QUOTAS = {
    "AttachedPoliciesPerRoleQuota": "L-0DA4ABF3",
    "PoliciesQuota": "L-E95E4862",
    "RolesQuota": "L-FE177D64",
}
counted = models.AccountSummary.summary_map.fget
models.AccountSummary.summary_map = property(
    lambda self: {**counted(self), **{name: account.quota("iam", code, "us-east-1") for name, code in QUOTAS.items()}}
)
