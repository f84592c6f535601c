"""AWS's own API models, which lie beside moto in botocore, judge each request before anybody answers it."""

from .judgement import PATH, answer
from .wsgi import Judged, is_only_judged, only_judge

__all__ = ["PATH", "Judged", "answer", "is_only_judged", "only_judge"]
