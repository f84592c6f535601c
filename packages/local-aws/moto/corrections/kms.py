import copy
import json

from moto.core.exceptions import JsonRESTError
from moto.kms import models
from moto.kms.responses import KmsResponse

from ._wrap import replaces


# AWS: a symmetric key has no public part. moto draws a pair of RSA keys for each, which takes it a tenth of a second.
class Symmetric:
    def public_key(self):
        raise JsonRESTError("UnsupportedOperationException", "A symmetric key has no public key.")


@replaces(models, "generate_private_key")
def generate_private_key(original, key_spec):
    return Symmetric() if key_spec.startswith(("SYMMETRIC", "HMAC")) else original(key_spec)


# AWS's own keys are there whether they are asked for or not. moto makes one when a read first names it, which would make
# something of a read.
@replaces(models.KmsBackend, "__init__")
def init(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    for alias in models.RESERVED_ALIASES:
        self._generate_default_keys(alias)


# AWS: a replica is a key of its own in its region, with its own description, policy, tags and aliases; the primary
# stays the primary. moto's replica shares one record of roles with the primary, which then reads as a replica too.
@replaces(models.KmsBackend, "replicate_key")
def replicate_key(original, self, key_id, replica_region):
    replica = original(self, key_id, replica_region)
    replica.multi_region_configuration = copy.deepcopy(replica.multi_region_configuration)
    replica.multi_region_configuration["MultiRegionKeyType"] = "REPLICA"
    replica.aliases = {}
    return replica


@replaces(KmsResponse, "replicate_key")
def replicate_key_response(original, self):
    answer = json.loads(original(self))
    backend = models.kms_backends[self.current_account][self._get_param("ReplicaRegion")]
    key = backend.keys[answer["ReplicaKeyMetadata"]["KeyId"]]
    key.description = self._get_param("Description") or ""
    key.policy = self._get_param("Policy") or key.generate_default_policy()
    backend.tag_resource(key.id, self._get_param("Tags") or [])
    return json.dumps({**answer, "ReplicaKeyMetadata": key.to_dict()["KeyMetadata"], "ReplicaPolicy": key.policy})
