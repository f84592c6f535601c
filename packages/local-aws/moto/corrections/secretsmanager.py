from moto.secretsmanager import models

from ._wrap import replaces


# AWS: a replica is encrypted with the key that was named for its region. moto names AWS's own key for every replica.
@replaces(models.FakeSecret, "create_replicas")
def create_replicas(original, self, replica_regions, force_overwrite):
    replicas = original(self, replica_regions, force_overwrite)
    keys = {sent["Region"]: sent.get("KmsKeyId") for sent in replica_regions or []}
    for replica in replicas:
        replica.config["KmsKeyId"] = keys.get(replica.region) or replica.config["KmsKeyId"]
    return replicas
