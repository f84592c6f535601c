from moto.cloudwatch.responses import CloudWatchResponse

from ._wrap import adds

# AWS has PutCompositeAlarm. moto has the model, not the action.
adds(CloudWatchResponse, "put_composite_alarm")(CloudWatchResponse.put_metric_alarm)
