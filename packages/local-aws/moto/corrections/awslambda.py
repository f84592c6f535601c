import json
import os

from moto.awslambda import models, urls
from moto.awslambda.responses import LambdaResponse
from moto.sqs import models as sqs_models

from account import account

from ._wrap import adds, replaces

# AWS returns the dead-letter queue, the logging configuration and the key of a function. moto drops them, and with them
# every plan updates the function, publishes a version and moves its aliases.
KEPT = ("DeadLetterConfig", "KMSKeyArn", "LoggingConfig")


@replaces(models.LambdaFunction, "__init__")
def init(original, self, account_id, spec, region, version=1):
    original(self, account_id, spec, region, version)
    self.kept = {name: spec.get(name) for name in KEPT}


@replaces(models.LambdaFunction, "update_configuration")
def update_configuration(original, self, config_updates):
    self.kept = {**self.kept, **{name: config_updates[name] for name in KEPT if name in config_updates}}
    return original(self, config_updates)


@replaces(models.LambdaFunction, "get_configuration")
def get_configuration(original, self, *args, **kwargs):
    configuration = original(self, *args, **kwargs)
    kept = getattr(self, "kept", {})
    if (kept.get("DeadLetterConfig") or {}).get("TargetArn"):
        configuration["DeadLetterConfig"] = kept["DeadLetterConfig"]
    if kept.get("KMSKeyArn"):
        configuration["KMSKeyArn"] = kept["KMSKeyArn"]
    configuration["LoggingConfig"] = {
        "LogFormat": "Text",
        "LogGroup": f"/aws/lambda/{self.function_name}",
        **(kept.get("LoggingConfig") or {}),
    }
    return configuration


# AWS keeps the alias in an event source mapping's function ARN. moto writes the version it points to.
@replaces(models.LambdaBackend, "create_event_source_mapping")
def create_event_source_mapping(original, self, spec):
    mapping = original(self, spec)
    if spec.get("FunctionName", "").startswith("arn:"):
        mapping.function_arn = spec["FunctionName"]
    return mapping


# moto runs a mapping's function in Docker while the message is being sent, and counts that as a receipt. Whoever runs functions
# for the local AWS polls the queue as Lambda does.
@replaces(sqs_models.Queue, "add_message")
def add_message(original, self, message):
    self.lambda_event_source_mappings = {}
    return original(self, message)


def concurrency(region):
    return int(account.quota("lambda", "L-B99A9384", region))


# AWS refuses a reservation that leaves fewer than 100 of the region's quota. moto has the quota in its environment.
@replaces(models.LambdaBackend, "put_function_concurrency")
def put_function_concurrency(original, self, function_name, reserved_concurrency):
    os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"] = str(concurrency(self.region_name))
    return original(self, function_name, reserved_concurrency)


# AWS says what a region's functions may have and what they use. moto lacks it.
# Sizes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
@adds(LambdaResponse)
def get_account_settings(self):
    functions = list(self.backend.list_functions())
    reserved = sum(int(function.reserved_concurrency or 0) for function in functions)
    limit = concurrency(self.region)
    settings = {
        "AccountLimit": {
            "TotalCodeSize": 75 * 1024**3,
            "CodeSizeUnzipped": 250 * 1024**2,
            "CodeSizeZipped": 50 * 1024**2,
            "ConcurrentExecutions": limit,
            "UnreservedConcurrentExecutions": limit - reserved,
        },
        "AccountUsage": {
            "TotalCodeSize": sum(function.code_size for function in functions),
            "FunctionCount": len(functions),
        },
    }
    return 200, {}, json.dumps(settings)


urls.url_paths[r"{0}/(?P<api_version>[^/]+)/account-settings/?$"] = LambdaResponse.dispatch
