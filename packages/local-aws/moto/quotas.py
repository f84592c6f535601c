"""Quotas by service and code, as Service Quotas has them: the name, AWS's default, and what this account was granted.

Defaults: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html, one page for each service,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html. Those of VPC are moto's. Nobody
deploys much into an account with the defaults of 5 processors and 5 addresses: this one was granted more.
"""

from moto.servicequotas.resources.default_quotas.vpc import VPC_DEFAULT_QUOTAS

SERVICES = {
    "cloudfront": "Amazon CloudFront",
    "ec2": "Amazon Elastic Compute Cloud (Amazon EC2)",
    "elasticloadbalancing": "Elastic Load Balancing (ELB)",
    "iam": "AWS Identity and Access Management (IAM)",
    "lambda": "AWS Lambda",
    "rds": "Amazon Relational Database Service (Amazon RDS)",
    "route53": "Amazon Route 53",
    "vpc": "Amazon Virtual Private Cloud (Amazon VPC)",
}

# Those of the whole account are kept in one region.
GLOBAL = {"cloudfront", "iam", "route53"}

DEFAULTS = {
    ("cloudfront", "L-24B04930"): ("Web distributions per AWS account", 500),
    ("ec2", "L-0263D0A3"): ("EC2-VPC Elastic IPs", 5),
    ("ec2", "L-1216C47A"): ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5),
    ("elasticloadbalancing", "L-53DA6B97"): ("Application Load Balancers per Region", 50),
    ("elasticloadbalancing", "L-69A177A2"): ("Network Load Balancers per Region", 50),
    ("iam", "L-0DA4ABF3"): ("Managed policies per role", 10),
    ("iam", "L-E95E4862"): ("Customer managed policies per account", 1500),
    ("iam", "L-FE177D64"): ("Roles per account", 1000),
    ("lambda", "L-B99A9384"): ("Concurrent executions", 1000),
    ("rds", "L-7B6409FD"): ("DB instances", 40),
    ("rds", "L-952B80B8"): ("DB clusters", 40),
    ("route53", "L-4EA4796A"): ("Hosted zones", 500),
    ("route53", "L-ACB674F3"): ("Health checks", 200),
    **{(quota["ServiceCode"], quota["QuotaCode"]): (quota["QuotaName"], quota["Value"]) for quota in VPC_DEFAULT_QUOTAS},
}

GRANTED = {
    ("ec2", "L-0263D0A3"): 20,
    ("ec2", "L-1216C47A"): 128,
}
