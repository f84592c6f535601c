import json
from datetime import timedelta

from moto.acm import models
from moto.acm.responses import AWSCertificateManagerResponse
from moto.core.exceptions import AWSError
from moto.elbv2.models import elbv2_backends

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
    answer["Certificate"]["InUseBy"] = users = load_balancers_with(self.arn)
    # AWS renews what is in use, and nothing else.
    if users and self.type == "AMAZON_ISSUED":
        answer["Certificate"]["RenewalEligibility"] = "ELIGIBLE"
    return answer


# AWS renews what is in use 45 days before it expires; what nothing uses expires, and is never issued again. moto renews nothing.
# https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
RENEWED_BEFORE = timedelta(days=45)


@replaces(models.CertBundle, "check")
def check(original, self):
    lifetime = self._cert.not_valid_after_utc - self._cert.not_valid_before_utc
    while (
        self.type == "AMAZON_ISSUED"
        and self.status == "ISSUED"
        and self._not_valid_after(self._cert) - models.utcnow() < RENEWED_BEFORE
        and load_balancers_with(self.arn)
    ):
        self.renewed_by = renewed_by(self) + lifetime
    original(self)


def renewed_by(bundle):
    return getattr(bundle, "renewed_by", timedelta())


@replaces(models.CertBundle, "_not_valid_after")
def not_valid_after(original, self, certificate):
    return original(self, certificate) + renewed_by(self)


class ResourceInUse(AWSError):
    TYPE = "ResourceInUseException"


# AWS: a certificate that a listener uses is not deleted. moto notes the first use, forgets no use, and deletes all the same.
@replaces(models.AWSCertificateManagerBackend, "delete_certificate")
def delete_certificate(original, self, arn):
    if load_balancers_with(arn):
        raise ResourceInUse(f"Certificate {arn} in account {self.account_id} is in use.")
    return original(self, arn)


def load_balancers_with(arn):
    region, account = arn.split(":")[3:5]
    return [
        balancer.arn
        for balancer in elbv2_backends[account][region].load_balancers.values()
        if any(arn in listener.certificates for listener in balancer.listeners.values())
    ]
