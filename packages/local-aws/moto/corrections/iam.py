from moto.iam import models

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
