import json

from moto.servicequotas import models
from moto.servicequotas.exceptions import NoSuchResource
from moto.servicequotas.responses import ServiceQuotasResponse

from account import account
from quotas import DEFAULTS, GLOBAL, SERVICES

from ._wrap import adds, replaces


def quota(backend, service, code, value):
    """As Service Quotas describes one."""
    region = "us-east-1" if service in GLOBAL else backend.region_name
    return {
        "ServiceCode": service,
        "ServiceName": SERVICES[service],
        "QuotaArn": f"arn:aws:servicequotas:{region}:{backend.account_id}:{service}/{code}",
        "QuotaCode": code,
        "QuotaName": DEFAULTS[service, code][0],
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": service in GLOBAL,
    }


def default(backend, service, code):
    if (service, code) not in DEFAULTS:
        raise NoSuchResource
    return quota(backend, service, code, DEFAULTS[service, code][1])


def applied(backend, service, code):
    if (service, code) not in DEFAULTS:
        raise NoSuchResource
    return quota(backend, service, code, account.quota(service, code, backend.region_name))


def of_service(service):
    codes = sorted(code for of, code in DEFAULTS if of == service)
    if not codes:
        raise NoSuchResource
    return codes


# AWS knows the quotas of every service, their defaults and what was granted to the account. moto knows VPC's defaults.
@replaces(models.ServiceQuotasBackend, "get_service_quota")
def get_service_quota(_original, self, service_code, quota_code):
    return applied(self, service_code, quota_code)


@replaces(models.ServiceQuotasBackend, "list_aws_default_service_quotas")
def list_aws_default_service_quotas(_original, self, service_code):
    return [default(self, service_code, code) for code in of_service(service_code)]


@adds(ServiceQuotasResponse)
def list_service_quotas(self):
    service = json.loads(self.body)["ServiceCode"]
    return json.dumps({"Quotas": [applied(self.backend, service, code) for code in of_service(service)]})


@adds(ServiceQuotasResponse)
def get_aws_default_service_quota(self):
    asked = json.loads(self.body)
    return json.dumps({"Quota": default(self.backend, asked["ServiceCode"], asked["QuotaCode"])})
