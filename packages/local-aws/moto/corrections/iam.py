from moto.iam import models

from ._wrap import replaces


# The policies that AWS manages are those of the partition that everything is in. moto looks for callers in every partition,
# and loads 1,485 policies for each on the way.
@replaces(models.IAMBackend, "_init_aws_policies")
def init_aws_policies(original, self):
    return original(self) if self.partition == "aws" else []
