from moto.awslambda import models
from moto.sqs import models as sqs_models

from ._wrap import replaces

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
