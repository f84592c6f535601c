from moto.kinesis.responses import KinesisResponse

from ._wrap import replaces


# AWS takes tags when a stream is created. moto drops them.
@replaces(KinesisResponse, "create_stream")
def create_stream(original, self):
    answer = original(self)
    tags = self._get_param("Tags")
    if tags:
        self.kinesis_backend.describe_stream(None, self._get_param("StreamName")).tags.update(tags)
    return answer
