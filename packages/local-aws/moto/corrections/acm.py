import json

from moto.acm import models
from moto.acm.responses import AWSCertificateManagerResponse

from ._wrap import replaces


# AWS: the key algorithm is the one that was asked for, and options that leave out Export mean DISABLED. moto always
# has RSA_2048 (which forces a replacement), and fails to list certificates whose options lack Export.
@replaces(AWSCertificateManagerResponse, "request_certificate")
def request_certificate(original, self):
    answer = original(self)
    certificate = self.acm_backend._certificates[json.loads(answer)["CertificateArn"]]
    certificate.requested_key_algorithm = self._get_param("KeyAlgorithm")
    certificate.cert_options = {
        "CertificateTransparencyLoggingPreference": "ENABLED",
        "Export": "DISABLED",
        **(certificate.cert_options or {}),
    }
    return answer


@replaces(models.CertBundle, "describe")
def describe(original, self):
    answer = original(self)
    algorithm = getattr(self, "requested_key_algorithm", None)
    if algorithm:
        answer["Certificate"]["KeyAlgorithm"] = algorithm
    return answer
