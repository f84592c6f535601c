"""What AWS's API models refuse and allow: python3 -m unittest discover -s packages/local-aws/__tests__/moto"""

import gzip
import json
import os
import re
import sys
import unittest
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

os.environ["MOTO_PORT"] = "5000"
sys.path[:0] = [str(Path(__file__).parents[2] / "moto"), str(Path(__file__).parent)]

import botocore.session  # noqa: E402
from botocore.parsers import create_parser  # noqa: E402
from botocore.serialize import create_serializer  # noqa: E402
from werkzeug.test import EnvironBuilder, run_wsgi_app  # noqa: E402

import api_models  # noqa: E402
import server  # noqa: E402
from api_models import patterns, wsgi  # noqa: E402
from api_models.constraints import violations  # noqa: E402
from api_models.judgement import judge  # noqa: E402
from api_models.operations import Request, operations_of  # noqa: E402
from api_models.parameters import parameters_of  # noqa: E402
from api_models.tolerated import TOLERATED  # noqa: E402
from legal_requests import LegalRequests  # noqa: E402

ARN = "arn:aws:sns:eu-west-1:123456789012:alarms"
ROLE = "arn:aws:iam::123456789012:role/service"

#: Wrong requests by service and its code: operation, parameters, and what is said of which value. A value and a
#: member are followed by what the member must: see `expected`.
REFUSED = {
    ("iam", "ValidationError"): [
        ("CreateRole", {"RoleName": "r"}, "null at 'assumeRolePolicyDocument': not be null"),
        (
            "CreateRole",
            {"RoleName": "r" * 65, "AssumeRolePolicyDocument": "{}"},
            "at 'roleName': have length less than or equal to 64",
        ),
        (
            "CreateRole",
            {"RoleName": "a/b", "AssumeRolePolicyDocument": "{}"},
            r"at 'roleName': satisfy regular expression pattern: [\w+=,.@-]+",
        ),
        (
            "CreateRole",
            {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "MaxSessionDuration": 60},
            "'60' at 'maxSessionDuration': have value greater than or equal to 3600",
        ),
        (
            "TagRole",
            {"RoleName": "r", "Tags": [{"Key": f"k{i}", "Value": ""} for i in range(51)]},
            "at 'tags': have length less than or equal to 50",
        ),
        ("TagRole", {"RoleName": "r", "Tags": [{"Key": "team"}]}, "null at 'tags.1.member.value'"),
        ("CreateUser", {"UserName": "ünïcode"}, "'ünïcode' at 'userName'"),
    ],
    ("sts", "ValidationError"): [
        (
            "AssumeRole",
            {"RoleArn": ROLE, "RoleSessionName": "a:b"},
            r"'a:b' at 'roleSessionName': satisfy regular expression pattern: [\w+=,.@-]*",
        ),
        (
            "AssumeRole",
            {"RoleArn": ROLE, "RoleSessionName": "ab", "DurationSeconds": 60},
            "at 'durationSeconds': have value greater than or equal to 900",
        ),
    ],
    ("sns", "ValidationError"): [
        ("CreateTopic", {}, "null at 'name'"),
        (
            "Publish",
            {"Message": "m", "MessageAttributes": {"a": {"StringValue": "v"}}},
            "null at 'messageAttributes.a.member.dataType'",
        ),
    ],
    ("autoscaling", "ValidationError"): [
        (
            "CreateAutoScalingGroup",
            {"AutoScalingGroupName": "a", "MinSize": 1, "MaxSize": 1, "HealthCheckType": "a" * 300},
            "at 'healthCheckType': have length less than or equal to 32",
        ),
        (
            "PutScalingPolicy",
            {
                "AutoScalingGroupName": "a",
                "PolicyName": "p",
                "TargetTrackingConfiguration": {
                    "TargetValue": 1.0,
                    "PredefinedMetricSpecification": {"PredefinedMetricType": "Load"},
                },
            },
            "'Load' at 'targetTrackingConfiguration.predefinedMetricSpecification.predefinedMetricType'",
        ),
    ],
    ("elbv2", "ValidationError"): [
        (
            "CreateTargetGroup",
            {"Name": "t", "Protocol": "GOPHER"},
            "'GOPHER' at 'protocol': satisfy enum value set: [HTTP,",
        ),
        (
            "CreateTargetGroup",
            {"Name": "t", "Port": 70000},
            "'70000' at 'port': have value less than or equal to 65535",
        ),
        (
            "CreateRule",
            {"ListenerArn": ARN, "Conditions": [], "Priority": 50001, "Actions": []},
            "'50001' at 'priority'",
        ),
    ],
    ("elb", "ValidationError"): [
        ("DeleteLoadBalancer", {}, "null at 'loadBalancerName'"),
    ],
    ("rds", "MissingParameter"): [
        ("CreateDBCluster", {"DBClusterIdentifier": "c"}, "The request must contain the parameter Engine"),
    ],
    ("rds", "InvalidParameterValue"): [
        (
            "ModifyDBCluster",
            {"DBClusterIdentifier": "c", "DatabaseInsightsMode": "deep"},
            "Value (deep) for parameter DatabaseInsightsMode is invalid. Member must satisfy enum value set: [standard,",
        ),
    ],
    ("elasticache", "InvalidParameterValue"): [
        (
            "CreateUser",
            {"UserId": "1", "UserName": "u", "Engine": "redis", "AccessString": "on"},
            "Value (1) for parameter UserId is invalid. Member must satisfy regular expression pattern: [a-zA-Z]",
        ),
    ],
    ("cloudformation", "ValidationError"): [
        (
            "CreateStack",
            {"StackName": "s", "TemplateBody": ""},
            "'' at 'templateBody': have length greater than or equal to 1",
        ),
    ],
    ("ec2", "MissingParameter"): [
        ("CreateVpcEndpoint", {"ServiceName": "s3"}, "The request must contain the parameter VpcId"),
    ],
    ("ec2", "InvalidParameterValue"): [
        (
            "CreateVpc",
            {"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "shared"},
            "Value (shared) for parameter InstanceTenancy is invalid. Member must satisfy enum value set: [default,",
        ),
        (
            "CreateVpc",
            {"TagSpecifications": [{"ResourceType": "cloud"}]},
            "Value (cloud) for parameter TagSpecification.1.ResourceType is invalid",
        ),
        (
            "DescribeVpcs",
            {"MaxResults": 1},
            "Value (1) for parameter MaxResults is invalid. Member must have value greater than or equal to 5",
        ),
        (
            "RunInstances",
            {"MinCount": 1, "MaxCount": 1, "InstanceType": "m7gg.large"},
            "Value (m7gg.large) for parameter InstanceType is invalid",
        ),
    ],
    ("kms", "ValidationException"): [
        ("CreateAlias", {"TargetKeyId": "k"}, "null at 'aliasName': not be null"),
        (
            "CreateKey",
            {"Tags": [{"TagKey": "k" * 129, "TagValue": ""}]},
            "at 'tags.1.member.tagKey': have length less than or equal to 128",
        ),
        (
            "CreateKey",
            {"KeyUsage": "RANDOM"},
            "'RANDOM' at 'keyUsage': satisfy enum value set: [SIGN_VERIFY, ENCRYPT_DECRYPT,",
        ),
        ("Encrypt", {"KeyId": "k", "Plaintext": b"p" * 4097}, "at 'plaintext': have length less than or equal to 4096"),
        (
            "GenerateDataKey",
            {"KeyId": "k", "NumberOfBytes": 1025},
            "'1025' at 'numberOfBytes': have value less than or equal to 1024",
        ),
    ],
    ("logs", "InvalidParameterException"): [
        ("CreateLogGroup", {"logGroupName": ""}, "'' at 'logGroupName': have length greater than or equal to 1"),
        (
            "PutLogEvents",
            {"logGroupName": "g", "logStreamName": "s", "logEvents": []},
            "'[]' at 'logEvents': have length greater than or equal to 1",
        ),
        ("GetLogEvents", {"logStreamName": "s", "limit": 10001}, "'10001' at 'limit'"),
    ],
    ("events", "ValidationException"): [
        (
            "PutRule",
            {"Name": "Invalid Name"},
            r"'Invalid Name' at 'name': satisfy regular expression pattern: [\.\-_A-Za-z0-9]+",
        ),
        ("PutTargets", {"Rule": "r", "Targets": [{"Id": "!", "Arn": ARN}]}, "'!' at 'targets.1.member.id'"),
        (
            "PutTargets",
            {"Rule": "r", "Targets": [{"Id": "i", "Arn": ARN}] * 101},
            "at 'targets': have length less than or equal to 100",
        ),
    ],
    ("secretsmanager", "ValidationException"): [
        ("CreateSecret", {"Name": "a" * 600}, "at 'name': have length less than or equal to 512"),
        (
            "PutSecretValue",
            {"SecretId": "s", "SecretString": ""},
            "at 'secretString': have length greater than or equal to 1",
        ),
    ],
    ("wafv2", "ValidationException"): [
        (
            "CreateIPSet",
            {"Name": "my set", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": []},
            r"'my set' at 'name': satisfy regular expression pattern: ^[\w\-]+$",
        ),
        ("ListWebACLs", {"Scope": "GLOBAL"}, "'GLOBAL' at 'scope': satisfy enum value set: [CLOUDFRONT, REGIONAL]"),
    ],
    ("acm", "ValidationException"): [
        ("RequestCertificate", {"DomainName": "not a domain"}, "'not a domain' at 'domainName'"),
        (
            "RequestCertificate",
            {"DomainName": "example.com", "SubjectAlternativeNames": ["example.com", "*"]},
            "'[example.com, *]' at 'subjectAlternativeNames': satisfy constraint: [Member must have length",
        ),
    ],
    ("dynamodb", "ValidationException"): [
        (
            "UpdateKinesisStreamingDestination",
            {
                "TableName": "t",
                "StreamArn": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "UpdateKinesisStreamingConfiguration": {"ApproximateCreationDateTimePrecision": "SECOND"},
            },
            "'SECOND' at 'updateKinesisStreamingConfiguration.approximateCreationDateTimePrecision': satisfy",
        ),
        (
            "ExecuteStatement",
            {"Statement": "SELECT", "Parameters": []},
            "'[]' at 'parameters': have length greater than or equal to 1",
        ),
    ],
    ("kinesis", "ValidationException"): [
        (
            "CreateStream",
            {"StreamName": "s", "ShardCount": 0},
            "'0' at 'shardCount': have value greater than or equal to 1",
        ),
    ],
    ("stepfunctions", "ValidationException"): [
        ("CreateStateMachine", {"name": "n", "definition": "{}", "roleArn": ""}, "'' at 'roleArn'"),
    ],
    ("ssm", "ValidationException"): [
        ("PutParameter", {"Name": "n", "Value": "v", "Tier": "Cheap"}, "'Cheap' at 'tier'"),
    ],
    ("firehose", "ValidationException"): [
        ("DescribeDeliveryStream", {"DeliveryStreamName": "a b"}, "'a b' at 'deliveryStreamName'"),
    ],
    ("ecr", "InvalidParameterException"): [
        ("CreateRepository", {"repositoryName": "Upper"}, "'Upper' at 'repositoryName'"),
    ],
    ("cognito-idp", "InvalidParameterException"): [
        (
            "SignUp",
            {"ClientId": "c", "Username": "", "Password": "p"},
            "at 'username': have length greater than or equal to 1",
        ),
    ],
    ("cloudwatch", "ValidationException"): [
        (
            "SetAlarmState",
            {"AlarmName": "a", "StateValue": "INVALID", "StateReason": "r"},
            "'INVALID' at 'stateValue': satisfy enum value set: [OK, ALARM, INSUFFICIENT_DATA]",
        ),
    ],
    ("sqs", "MissingParameter"): [
        ("SendMessage", {"QueueUrl": "u"}, "The request must contain the parameter MessageBody"),
    ],
    ("sqs", "InvalidParameterValue"): [
        (
            "ReceiveMessage",
            {"QueueUrl": "u", "MessageSystemAttributeNames": ["Colour"]},
            "for parameter MessageSystemAttributeNames is invalid",
        ),
    ],
    ("shield", "ValidationException"): [
        (
            "CreateProtection",
            {"Name": "n", "ResourceArn": "not-an-arn"},
            "'not-an-arn' at 'resourceArn': satisfy regular expression pattern: ^arn:aws",
        ),
        ("CreateProtection", {"Name": "n"}, "null at 'resourceArn'"),
    ],
    ("globalaccelerator", "ValidationException"): [
        (
            "CreateListener",
            {"AcceleratorArn": "a", "PortRanges": [{"FromPort": 0}], "IdempotencyToken": "t"},
            "'0' at 'portRanges.1.member.fromPort': have value greater than or equal to 1",
        ),
        (
            "CreateEndpointGroup",
            {
                "ListenerArn": "a",
                "EndpointGroupRegion": "r",
                "IdempotencyToken": "t",
                "TrafficDialPercentage": 100.5,
            },
            "'100.5' at 'trafficDialPercentage': have value less than or equal to 100",
        ),
    ],
    ("route53-recovery-cluster", "ValidationException"): [
        (
            "UpdateRoutingControlState",
            {"RoutingControlArn": "aaaaaaaa", "RoutingControlState": "Half"},
            "'Half' at 'routingControlState'",
        ),
    ],
    ("lambda", "ValidationException"): [
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": "r1", "Code": {}},
            "'r1' at 'role': satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "MemorySize": 64},
            "'64' at 'memorySize': have value greater than or equal to 128",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "Architectures": ["x86_64", "arm64"]},
            "'[x86_64, arm64]' at 'architectures': have length less than or equal to 1",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "Architectures": ["X86_64"]},
            "'[X86_64]' at 'architectures': satisfy constraint: [Member must satisfy enum value set:",
        ),
        (
            "CreateAlias",
            {"FunctionName": "f", "Name": "2024", "FunctionVersion": "1"},
            "'2024' at 'name': satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
        ),
        (
            "CreateAlias",
            {
                "FunctionName": "f",
                "Name": "live",
                "FunctionVersion": "1",
                "RoutingConfig": {"AdditionalVersionWeights": {"2": 2.0}},
            },
            "'{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value",
        ),
        (
            "CreateAlias",
            {
                "FunctionName": "f",
                "Name": "live",
                "FunctionVersion": "1",
                "RoutingConfig": {"AdditionalVersionWeights": {"$LATEST": 0.5}},
            },
            "'{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map",
        ),
        (
            "UntagResource",
            {"Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f"},
            "null at 'tagKeys': not be null",
        ),
        ("ListFunctions", {"MaxItems": 0}, "'0' at 'maxItems'"),
    ],
    ("apigateway", "ValidationException"): [
        ("PutGatewayResponse", {"restApiId": "r", "responseType": "FAKE"}, "'FAKE' at 'responseType'"),
    ],
    ("apigatewayv2", "BadRequestException"): [
        ("CreateApi", {"Name": "n"}, "null at 'protocolType'"),
    ],
    ("eks", "InvalidParameterException"): [
        ("CreateCluster", {"name": "c", "roleArn": ROLE}, "null at 'resourcesVpcConfig'"),
    ],
    ("cloudfront-keyvaluestore", "ValidationException"): [
        (
            "PutKey",
            {"KvsARN": "arn", "Key": "k" * 1025, "Value": "v", "IfMatch": "e"},
            "at 'key': have length less than or equal to 1024",
        ),
        (
            "UpdateKeys",
            {"KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/12345678-1234-1234-1234-123456789012"},
            "null at 'ifMatch'",
        ),
    ],
    ("route53-recovery-control-config", "ValidationException"): [
        (
            "CreateControlPanel",
            {
                "ClusterArn": "arn:aws:route53-recovery-control::123456789012:cluster/1",
                "ControlPanelName": "a b",
            },
            "'a b' at 'controlPanelName'",
        ),
    ],
    ("route53", "InvalidInput"): [
        ("CreateHostedZone", {"Name": "example.com", "CallerReference": ""}, "'' at 'callerReference'"),
        (
            "ListTagsForResource",
            {
                "ResourceType": "hostedzone",
                "ResourceId": "/hostedzone/ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
            },
            "at 'resourceId': have length less than or equal to 64",
        ),
        (
            "ChangeResourceRecordSets",
            {
                "HostedZoneId": "Z1",
                "ChangeBatch": {
                    "Changes": [
                        {
                            "Action": "CREATE",
                            "ResourceRecordSet": {
                                "Name": "a.example.com",
                                "Type": "A",
                                "AliasTarget": {
                                    "HostedZoneId": "vpce-0bd0cf7081a1a0f93.us-west-2.vpce.amazonaws.com",
                                    "DNSName": "Z1",
                                    "EvaluateTargetHealth": True,
                                },
                            },
                        },
                    ],
                },
            },
            "at 'changeBatch.changes.1.member.resourceRecordSet.aliasTarget.hostedZoneId': have length less",
        ),
        (
            "ChangeResourceRecordSets",
            {"HostedZoneId": "Z1", "ChangeBatch": {"Changes": []}},
            "'[]' at 'changeBatch.changes': have length greater than or equal to 1",
        ),
        (
            "ChangeResourceRecordSets",
            {
                "HostedZoneId": "Z1",
                "ChangeBatch": {
                    "Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "a.example.com", "Type": "B"}}]
                },
            },
            "'B' at 'changeBatch.changes.1.member.resourceRecordSet.type'",
        ),
        (
            "CreateKeySigningKey",
            {
                "CallerReference": "1",
                "HostedZoneId": "Z1",
                "KeyManagementServiceArn": "k",
                "Name": "n" * 129,
                "Status": "ACTIVE",
            },
            "at 'name': have length less than or equal to 128",
        ),
    ],
    ("cloudfront", "MalformedXML"): [
        (
            "CreateKeyValueStore",
            {"Name": "a b"},
            "'a b' at 'name': satisfy regular expression pattern: [a-zA-Z0-9-_]{1,64}",
        ),
        ("CreateKeyValueStore", {}, "null at 'name'"),
        (
            "CreateFunction",
            {
                "Name": "f",
                "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-9.0"},
                "FunctionCode": b"x",
            },
            "'cloudfront-js-9.0' at 'functionConfig.runtime': satisfy enum value set: [cloudfront-js-1.0,",
        ),
        ("CreateCachePolicy", {"CachePolicyConfig": {"Name": "n"}}, "null at 'cachePolicyConfig.minTTL'"),
        (
            "CreateDistribution",
            {
                "DistributionConfig": {
                    "CallerReference": "1",
                    "Origins": {"Quantity": 1, "Items": [{"Id": "o"}]},
                    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"},
                    "Comment": "",
                    "Enabled": True,
                },
            },
            "null at 'distributionConfig.origins.items.1.member.domainName': not be null",
        ),
        (
            "CreateDistribution",
            {
                "DistributionConfig": {
                    "CallerReference": "1",
                    "Origins": {"Quantity": 0, "Items": []},
                    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"},
                    "Comment": "",
                    "Enabled": True,
                },
            },
            "'[]' at 'distributionConfig.origins.items': have length greater than or equal to 1",
        ),
    ],
    ("cloudfront", "InvalidArgument"): [
        ("ListTagsForResource", {"Resource": "d"}, "'d' at 'resource'"),
    ],
    ("s3", "MalformedXML"): [
        (
            "PutBucketVersioning",
            {"Bucket": "b", "VersioningConfiguration": {"Status": "On"}},
            "The XML you provided was not well-formed or did not validate against our published schema (1",
        ),
        (
            "PutBucketLifecycleConfiguration",
            {"Bucket": "b", "LifecycleConfiguration": {"Rules": [{"ID": "r"}]}},
            "null at 'lifecycleConfiguration.rules.1.member.status'",
        ),
    ],
    ("s3", "InvalidArgument"): [
        ("PutObject", {"Bucket": "b", "Key": "k", "Body": b"x", "StorageClass": "ICE"}, "'ICE' at 'storageClass'"),
    ],
    ("s3control", "InvalidArgument"): [
        (
            "PutPublicAccessBlock",
            {"AccountId": "12", "PublicAccessBlockConfiguration": {}},
            r"'12' at 'accountId': satisfy regular expression pattern: ^\d{12}$",
        ),
    ],
}

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*"}]}, indent=2)

#: Right requests that look odd.
ALLOWED = [
    ("a name of the greatest length", "iam", "CreateRole", {"RoleName": "r" * 64, "AssumeRolePolicyDocument": POLICY}),
    ("a tag with an empty value", "iam", "TagRole", {"RoleName": "r", "Tags": [{"Key": "k", "Value": ""}]}),
    ("no tag at all", "iam", "TagRole", {"RoleName": "r", "Tags": []}),
    (
        "a description in other scripts and on two lines",
        "iam",
        "CreateRole",
        {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "Description": "Zürich\ngarçon"},
    ),
    (
        "a tag in other scripts",
        "acm",
        "AddTagsToCertificate",
        {
            "CertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/1",
            "Tags": [{"Key": "城市", "Value": "東京 5"}],
        },
    ),
    ("letters that take two bytes", "iam", "TagRole", {"RoleName": "r", "Tags": [{"Key": "k", "Value": "é" * 256}]}),
    (
        "a policy on many lines",
        "sns",
        "SetTopicAttributes",
        {"TopicArn": ARN, "AttributeName": "Policy", "AttributeValue": POLICY},
    ),
    (
        "an empty comment",
        "cloudfront",
        "CreateFunction",
        {
            "Name": "f",
            "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0"},
            "FunctionCode": b"function handler() {}",
        },
    ),
    (
        "an empty message attribute list",
        "sqs",
        "SendMessage",
        {"QueueUrl": "u", "MessageBody": "", "MessageAttributes": {}},
    ),
    ("a message with an emoji", "sqs", "SendMessage", {"QueueUrl": "u", "MessageBody": "\ud7ff\t🙂"}),
    ("a key with everything in it", "s3", "PutObject", {"Bucket": "b", "Key": "a//../ü?&=+%2F", "Body": b"\xff\x00"}),
    (
        "a part of an upload",
        "s3",
        "UploadPart",
        {"Bucket": "b", "Key": "k", "PartNumber": 1, "UploadId": "u", "Body": b"x"},
    ),
    ("an object with metadata", "s3", "PutObject", {"Bucket": "b", "Key": "k", "Body": b"", "Metadata": {"a": ""}}),
    ("a bucket policy, which is no XML", "s3", "PutBucketPolicy", {"Bucket": "b", "Policy": POLICY}),
    (
        "a lifecycle with an empty filter",
        "s3",
        "PutBucketLifecycleConfiguration",
        {
            "Bucket": "b",
            "LifecycleConfiguration": {"Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}}]},
        },
    ),
    (
        "a function by its ARN",
        "lambda",
        "GetFunction",
        {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:f:live"},
    ),
    ("an event that is no JSON", "lambda", "Invoke", {"FunctionName": "f", "Payload": b"\xff"}),
    (
        "code of a megabyte",
        "lambda",
        "CreateFunction",
        {"FunctionName": "f", "Role": ROLE, "Code": {"ZipFile": b"z" * 1_000_000}},
    ),
    ("the greatest plaintext", "kms", "Encrypt", {"KeyId": "k", "Plaintext": b"p" * 4096}),
    ("a key policy on many lines", "kms", "PutKeyPolicy", {"KeyId": "k", "Policy": POLICY}),
    (
        "a wildcard record",
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "/hostedzone/Z1",
            "ChangeBatch": {
                "Changes": [
                    {
                        "Action": "UPSERT",
                        "ResourceRecordSet": {
                            "Name": r"\052.example.com.",
                            "Type": "TXT",
                            "TTL": 0,
                            "ResourceRecords": [{"Value": '""'}],
                        },
                    },
                ],
            },
        },
    ),
    ("no tags", "ec2", "CreateVpcPeeringConnection", {"VpcId": "vpc-1", "TagSpecifications": []}),
    ("a filter for nothing", "ec2", "DescribeVpcs", {"Filters": [{"Name": "vpc-id", "Values": [""]}]}),
    ("a switch that is off", "elbv2", "DescribeLoadBalancers", {"Names": []}),
    (
        "a deep rule",
        "wafv2",
        "CreateWebACL",
        {
            "Name": "w",
            "Scope": "CLOUDFRONT",
            "DefaultAction": {"Allow": {}},
            "VisibilityConfig": {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"},
            "Rules": [
                {
                    "Name": "r",
                    "Priority": 0,
                    "Statement": {"NotStatement": {"Statement": {"GeoMatchStatement": {"CountryCodes": ["DE"]}}}},
                    "VisibilityConfig": {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"},
                },
            ],
        },
    ),
    (
        "no keys at all",
        "cloudfront-keyvaluestore",
        "UpdateKeys",
        {
            "KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/12345678-1234-1234-1234-123456789012",
            "IfMatch": "e",
            "Puts": [],
        },
    ),
    (
        "a fraction of a dial",
        "globalaccelerator",
        "UpdateEndpointGroup",
        {"EndpointGroupArn": "a", "TrafficDialPercentage": 0},
    ),
]

#: Services whose documentation has examples.
DOCUMENTED = "acm autoscaling cloudfront ec2 elbv2 iam kms lambda rds route53 s3 secretsmanager".split()

#: Examples of AWS's own documentation that its own models refuse: each is wrong, or older than the model.
WRONG_EXAMPLES = {
    "ModifySpotFleetRequest": "a space behind a value",
    "CreateCustomKeyStore": "an identifier with a digit that none has",
    "UpdateCustomKeyStore": "an identifier with a digit that none has",
}

SESSION = botocore.session.get_session()


def request_of(service, operation, parameters, change=lambda body: body, headers=None):
    """Model, protocol and what an SDK sends that checks nothing."""
    model = SESSION.get_service_model(service)
    protocol = "json" if model.protocol == "smithy-rpc-v2-cbor" else model.protocol
    serialized = create_serializer(protocol, include_validation=False).serialize_to_request(
        parameters, model.operation_model(operation)
    )
    query = serialized.get("query_string") or {}
    path, _, fixed = serialized["url_path"].partition("?")
    body = serialized["body"]
    scope = f"Credential=key/20260101/eu-west-1/{model.signing_name}/aws4_request"
    environ = EnvironBuilder(
        method=serialized["method"],
        path=path,
        query_string="&".join(filter(None, [fixed, query if isinstance(query, str) else urlencode(query, doseq=True)])),
        headers={**serialized["headers"], **(headers or {}), "Authorization": f"AWS4-HMAC-SHA256 {scope}, Signature=0"},
        data=change(urlencode(body, doseq=True).encode() if isinstance(body, dict) else body) or None,
    ).get_environ()
    # As it is sent: a slash in a label stays encoded.
    environ["RAW_URI"] = path
    return model, protocol, environ


def answer_of(application, environ):
    body, status, headers = run_wsgi_app(application, environ, buffered=True)
    return {"status_code": int(status.split()[0]), "headers": dict(headers), "body": b"".join(body)}


def refusal_of(service, operation, parameters):
    """Code and message as an SDK reads them; None where the models allow the request."""
    model, protocol, environ = request_of(service, operation, parameters)
    answer = answer_of(api_models.only_judge, environ)
    if answer["status_code"] == 204:
        return None
    assert answer["status_code"] == 400, answer
    error = create_parser(protocol).parse(answer, model.operation_model(operation).output_shape)["Error"]
    return error["Code"], error["Message"]


def operations():
    """Of the services in the table, or with LOCAL_AWS_FULL=1 of all, but for those that share a path with another."""
    services = SESSION.get_available_services() if os.environ.get("LOCAL_AWS_FULL") else {one for one, _ in REFUSED}
    for service in sorted(services):
        model = SESSION.get_service_model(service)
        for name in model.operation_names:
            operation = model.operation_model(name)
            if not operation.deprecated and name != "ListDirectoryBuckets":
                yield service, operation


def broken(service, operation, parameters):
    """Constraints that a request breaks, patterns aside, which random text does not keep."""
    _, _, environ = request_of(service, operation, parameters)
    request = wsgi.request_of(environ, "")
    found = operations_of(request)
    assert found, (service, operation)
    verdicts = []
    for one in found:
        shape = one.model.input_shape
        violated = violations(shape, parameters_of(request, one)) if shape else ()
        verdicts.append([violation for violation in violated if violation.kind != "pattern"])
    return min(verdicts, key=len)


def expected(text):
    """`null at 'name': not be null` in full; the older services' sentences as they are."""
    return re.sub(r"(at '[^']+'): ", r"\1 failed to satisfy constraint: Member must ", text)


class RefusedTest(unittest.TestCase):
    def test_what_a_model_does_not_allow_is_refused_in_the_words_of_its_service(self):
        for (service, code), rows in REFUSED.items():
            for operation, parameters, text in rows:
                with self.subTest(f"{service} {operation}", text=text):
                    refusal = refusal_of(service, operation, parameters)
                    self.assertIsNotNone(refusal)
                    self.assertEqual(refusal[0], code)
                    self.assertIn(expected(text), refusal[1])

    def test_the_table_is_of_many_services(self):
        self.assertGreaterEqual(len(REFUSED), 20)
        self.assertGreaterEqual(sum(map(len, REFUSED.values())), 60)

    def test_one_wrong_value_is_found_wherever_it_is(self):
        requests = LegalRequests(seed=8)
        found = Counter()
        missed = []
        for service, operation in operations():
            parameters = requests.parameters(operation)
            spoiled = requests.spoil(operation, parameters)
            if spoiled is None:
                continue
            said = [(violation.path[-1].member, violation.kind) for violation in broken(service, operation.name, parameters)]
            if spoiled in said:
                found[spoiled[1]] += 1
            else:
                missed.append((service, operation.name, spoiled, said))
        self.assertEqual(missed, [])
        self.assertEqual(set(found), {"required", "enum", "length", "range"})
        self.assertGreater(found.total(), 2000)

    def test_all_that_is_wrong_is_said_at_once(self):
        _, message = refusal_of("events", "PutRule", {"Name": "a b", "State": "ON"})
        self.assertTrue(message.startswith("2 validation errors detected: Value 'a b' at 'name'"), message)
        self.assertIn("; Value 'ON' at 'state'", message)

    def test_a_secret_is_not_repeated(self):
        _, message = refusal_of("cognito-idp", "SignUp", {"ClientId": "c", "Username": "u", "Password": "p" * 257})
        self.assertNotIn("ppp", message)

    def test_a_long_value_is_cut(self):
        _, message = refusal_of("secretsmanager", "CreateSecret", {"Name": "n" * 100_000})
        self.assertLess(len(message), 1000)

    def test_what_is_not_even_of_its_type_is_refused(self):
        for body, text in (
            (b'{"Name": 5}', "int can not be converted to string"),
            (b'{"Name": ["a"]}', "list can not be converted to string"),
            (b"[]", "list can not be converted to structure"),
            (b"{", "the body is not JSON"),
        ):
            _, _, environ = request_of("events", "PutRule", {"Name": "r"}, change=lambda _, body=body: body)
            answer = answer_of(api_models.only_judge, environ)
            self.assertEqual(answer["headers"]["x-amzn-ErrorType"], "SerializationException")
            self.assertIn(text, answer["body"].decode())


class AllowedTest(unittest.TestCase):
    def test_what_is_odd_and_right_is_allowed(self):
        for what, service, operation, parameters in ALLOWED:
            with self.subTest(what):
                self.assertIsNone(refusal_of(service, operation, parameters))

    def test_the_examples_of_the_services_documentation_are_allowed(self):
        judged = Counter()
        for service in DOCUMENTED:
            for operation, parameters in examples_of(service):
                if operation in WRONG_EXAMPLES:
                    continue
                with self.subTest(f"{service} {operation}", parameters=parameters):
                    self.assertIsNone(refusal_of(service, operation, parameters))
                    judged[service] += 1
        self.assertGreater(judged.total(), 400)

    def test_sqs_speaks_its_older_protocol_as_well(self):
        form = {"content-type": "application/x-www-form-urlencoded"}
        entry = "Action=SendMessageBatch&QueueUrl=u&SendMessageBatchRequestEntry.1.Id=a"
        for body, refused in (
            ("Action=CreateQueue&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5", False),
            ("Action=CreateQueue&QueueName=q&Attribute.1.Name=Colour&Attribute.1.Value=red", True),
            (f"{entry}&SendMessageBatchRequestEntry.1.MessageBody=m", False),
            (entry, True),
        ):
            refusal = judge(Request("sqs", "POST", "/", "", form, body.encode))
            self.assertEqual(refusal is not None, refused, body)

    def test_whatever_sdks_send_of_the_legal_is_allowed(self):
        requests = LegalRequests(seed=8)
        sent = 0
        alarms = []
        for service, operation in operations():
            parameters = requests.parameters(operation)
            found = broken(service, operation.name, parameters)
            sent += 1
            if found:
                alarms.append((service, operation.name, found))
        self.assertGreater(sent, 3000)
        self.assertEqual(alarms, [])

    def test_an_object_is_not_read(self):
        def read():
            raise AssertionError("the body was read")

        for method, headers in (("PUT", {"content-type": "application/x-www-form-urlencoded"}), ("GET", {})):
            request = Request("s3", method, "/bucket/key", "x-id=Object", headers, read)
            self.assertIsNone(judge(request))

    def test_a_compressed_body_is_read(self):
        parameters = {"AliasName": "alias/a", "TargetKeyId": ""}
        _, _, environ = request_of("kms", "CreateAlias", parameters, gzip.compress, {"Content-Encoding": "gzip"})
        answer = answer_of(api_models.only_judge, environ)
        self.assertIn(b"targetKeyId", answer["body"])

    def test_what_moto_makes_up_in_its_own_form_is_tolerated(self):
        for tolerance in TOLERATED:
            with self.subTest(tolerance.member):
                model = SESSION.get_service_model(tolerance.service)
                shapes = [model.operation_model(name).input_shape for name in model.operation_names]
                member = next(shape.members[tolerance.member] for shape in shapes if tolerance.member in shape.members)
                self.assertIn(tolerance.kind, {found.kind for found in violations(member, "motos-own-0123456789")})
        identifier = "00000000-0000-0000-0000-000000000000"
        parameters = {"Name": "s", "Scope": "REGIONAL", "Id": identifier, "LockToken": "e2cf62"}
        self.assertIsNone(refusal_of("wafv2", "DeleteIPSet", parameters))
        self.assertIsNotNone(refusal_of("wafv2", "DeleteIPSet", {**parameters, "LockToken": ""}))

    def test_every_pattern_of_the_services_in_the_table_is_understood(self):
        found = {
            shape["pattern"]
            for service, _ in REFUSED
            for shape in SESSION.get_service_data(service)["shapes"].values()
            if "pattern" in shape
        }
        self.assertGreater(len(found), 400)
        self.assertEqual([pattern for pattern in found if patterns.compiled(pattern) is None], [])

    def test_patterns_mean_what_they_mean_in_java(self):
        for pattern, text in (
            (r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", "Zürich 5"),
            (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "🙂\n"),
            (r"[\w-_]*", "a-b"),
            (r"\P{C}+", "a"),
            (r"\A[a-z]+\z", "a"),
            (r"^(?i)(true|false)$", "TRUE"),
        ):
            self.assertTrue(patterns.compiled(pattern).fullmatch(text), pattern)
        for pattern, text in ((r"\P{C}+", "\x07"), ("^[a-z]+$", "a\n"), (r"\d+", "٣"), ("[a-z]", "ab")):
            self.assertFalse(patterns.compiled(pattern).fullmatch(text), pattern)
        for pattern in (r"[\p{Print}&&[^|:/]]+", "^[-_a-zA-Z0-9]*${2,64}$"):
            self.assertIsNone(patterns.compiled(pattern), pattern)


class OperationTest(unittest.TestCase):
    def operation(self, service, method, path, query="", headers=None, body=b""):
        return [one.name for one in operations_of(Request(service, method, path, query, headers or {}, lambda: body))]

    def test_s3s_operations_are_told_by_query_and_headers(self):
        copied = {"x-amz-copy-source": "/a/b"}
        for method, target, headers, name in (
            ("GET", "/", {}, "ListBuckets"),
            ("PUT", "/b", {}, "CreateBucket"),
            ("GET", "/b/?list-type=2", {}, "ListObjectsV2"),
            ("GET", "/b/k?uploadId=u", {}, "ListParts"),
            ("PUT", "/b/k", copied, "CopyObject"),
            ("PUT", "/b/a/b/c?partNumber=1&uploadId=u", {}, "UploadPart"),
            ("PUT", "/b/k?partNumber=1&uploadId=u", copied, "UploadPartCopy"),
            ("PUT", "/b?lifecycle", {}, "PutBucketLifecycleConfiguration"),
            ("GET", "/b?lifecycle", {}, "GetBucketLifecycleConfiguration"),
            ("PUT", "/k", {"host": "b.s3.eu-west-1.amazonaws.com"}, "PutObject"),
        ):
            path, _, query = target.partition("?")
            self.assertEqual(self.operation("s3", method, path, query, headers), [name], target)

    def test_generations_of_a_service_are_told_by_version(self):
        form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        for version, name in (("2012-06-01", "elb"), ("2015-12-01", "elbv2")):
            body = f"Action=DescribeLoadBalancers&Version={version}".encode()
            (found,) = operations_of(Request("elasticloadbalancing", "POST", "/", "", form, lambda: body))
            self.assertEqual(found.service, name)

    def test_what_no_model_has_is_not_judged(self):
        self.assertEqual(self.operation("unknown", "GET", "/"), [])
        self.assertEqual(self.operation("lambda", "GET", "/nowhere"), [])
        self.assertEqual(self.operation("kms", "POST", "/", headers={"x-amz-target": "TrentService.Invent"}), [])


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = server.Server()

    def ask(self, service, operation, **parameters):
        model, protocol, environ = request_of(service, operation, parameters)
        answer = answer_of(self.server, environ)
        parsed = create_parser(protocol).parse(answer, model.operation_model(operation).output_shape)
        return answer["status_code"], parsed

    def test_moto_never_sees_what_is_refused(self):
        status, answer = self.ask("sqs", "CreateQueue", QueueName="q", Attributes={"Colour": "red"})
        self.assertEqual((status, answer["Error"]["Code"]), (400, "InvalidParameterValue"))
        self.assertNotIn("QueueUrls", self.ask("sqs", "ListQueues")[1])
        self.assertEqual(self.ask("sqs", "CreateQueue", QueueName="q")[0], 200)
        self.assertEqual(len(self.ask("sqs", "ListQueues")[1]["QueueUrls"]), 1)

    def test_a_request_that_is_only_judged_changes_nothing(self):
        _, _, environ = request_of("iam", "CreateUser", {"UserName": "judged"})
        environ["HTTP_X_LOCAL_AWS_ONLY_JUDGE"] = "true"
        self.assertEqual(answer_of(self.server, environ)["status_code"], 204)
        self.assertNotIn("judged", str(self.ask("iam", "ListUsers")[1]))

    def test_it_says_what_it_judged(self):
        self.ask("iam", "GetUser", UserName="a/b")
        answer = answer_of(self.server, EnvironBuilder(path=api_models.PATH).get_environ())
        summary = json.loads(answer["body"])
        self.assertGreater(summary["checks"], 0)
        self.assertGreater(summary["operations"]["iam:GetUser"], 0)
        self.assertIn("Value 'a/b' at 'userName'", summary["lastRefusals"][-1]["message"])


def examples_of(service):
    model = SESSION.get_service_model(service)
    loader = SESSION.get_component("data_loader")
    examples = loader.load_data(f"{service}/{model.api_version}/examples-1")["examples"]
    for operation, several in examples.items():
        shape = model.operation_model(operation).input_shape if operation in model.operation_names else None
        for example in several:
            if shape and "Bucket" not in set(shape.members) - set(example.get("input") or {}):
                yield operation, typed(shape, example.get("input") or {})


def typed(shape, value):
    """Examples have dates and bytes as text."""
    kind = shape.type_name
    if kind == "structure":
        return {name: typed(shape.members[name], item) for name, item in value.items() if name in shape.members}
    if kind == "list":
        return [typed(shape.member, item) for item in value]
    if kind == "map":
        return {key: typed(shape.value, item) for key, item in value.items()}
    return {"blob": str(value).encode(), "timestamp": 0, "string": str(value)}.get(kind, value)


if __name__ == "__main__":
    unittest.main()
