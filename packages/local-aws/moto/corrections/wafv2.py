from moto.wafv2 import models

from ._wrap import replaces


# AWS: a regex pattern set for CloudFront is global, which its ARN says. moto's says regional, so its tags get lost.
@replaces(models, "make_arn_for_regex_pattern_set")
def make_arn_for_regex_pattern_set(original, **kwargs):
    arn = original(**kwargs)
    return arn.replace(":regional/", ":global/") if kwargs["scope"] == "CLOUDFRONT" else arn
