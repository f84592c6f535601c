import hashlib

from moto.apigatewayv2 import models

from ._wrap import replaces


@replaces(models.DomainName, "to_json")
def to_json(original, self):
    # AWS adds the name that alias records lead to, and says when it is there. moto returns what was sent.
    document = original(self)
    region = self.domain_name_arn.split(":")[3]
    target = f"d-{hashlib.sha256(self.domain_name.encode()).hexdigest()[:10]}.execute-api.{region}.amazonaws.com"
    document["domainNameConfigurations"] = [
        {
            "apiGatewayDomainName": target,
            "domainNameStatus": "AVAILABLE",
            "hostedZoneId": "Z2FDTNDATAQYW2",
            **configuration,
        }
        for configuration in self.domain_name_configurations
    ]
    return document


@replaces(models.ApiGatewayV2Backend, "delete_domain_name")
def delete_domain_name(original, self, domain_name):
    # A domain goes with its mappings. moto removes them from the dictionary that it walks through, which Python refuses.
    self.api_mappings = {
        mapping_id: mapping
        for mapping_id, mapping in self.api_mappings.items()
        if mapping.domain_name != domain_name
    }
    original(self, domain_name)
