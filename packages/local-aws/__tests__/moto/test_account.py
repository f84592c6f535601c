"""What the account is told, and who says it again: python3 -m unittest discover -s packages/local-aws/__tests__/moto"""

import io
import json
import os
import sys
import unittest
from pathlib import Path

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
sys.path.insert(0, str(Path(__file__).parents[2] / "moto"))

import boto3  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto import mock_aws  # noqa: E402

import account  # noqa: E402
import corrections  # noqa: E402
import outside  # noqa: E402

corrections.apply()

REGION = "eu-central-1"
VERSION = {"Engine": "aurora-postgresql", "EngineVersion": "16.8"}


def ask(module, method="GET", query="", told=None, body=None):
    """Status and body of an answer."""
    if body is None:
        body = b"" if told is None else json.dumps(told).encode()
    environ = {
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    statuses = []
    answered = b"".join(module.answer(environ, lambda status, headers: statuses.append(int(status.split()[0]))))
    return statuses[0], answered.decode()


def found(about, name):
    return json.loads(ask(outside, query=f"about={about}&name={name}")[1])


class AccountTest(unittest.TestCase):
    def setUp(self):
        aws = mock_aws()
        aws.start()
        self.addCleanup(aws.stop)
        self.tell()
        self.addCleanup(self.tell)

    def tell(self, **told):
        status, answered = ask(account, "PUT", told=told)
        self.assertEqual(status, 200, answered)

    def refusal(self, call, **arguments):
        with self.assertRaises(ClientError) as refused:
            call(**arguments)
        return refused.exception.response["Error"]["Code"]


class TellingTest(AccountTest):
    def test_what_was_told_is_there_until_something_else_is(self):
        self.tell(disabledRegions=["eu-west-1"])
        self.assertEqual(json.loads(ask(account)[1])["disabledRegions"], ["eu-west-1"])
        self.tell(zonesOutOfService=["eu-west-1a"])
        self.assertEqual(json.loads(ask(account)[1])["disabledRegions"], [])

    def test_what_it_does_not_understand_changes_nothing_and_is_named(self):
        self.tell(disabledRegions=["eu-west-1"])
        for told, name in [
            ({"disabledRegions": [], "quota": []}, "quota: expected one of quotas"),
            ({"disabledRegions": "eu-west-2"}, "disabledRegions: expected a list of AWS regions"),
            ({"quotas": [{"service": "vpc", "code": "L-NONE", "value": 1}]}, "quotas: expected"),
            ({"quotas": [{"service": "vpc", "code": "L-F678F1CE", "value": "1"}]}, "quotas: expected"),
            ({"engineVersions": [{"engine": "aurora-postgresql"}]}, "engineVersions: expected"),
            ({"engineVersions": [{"engine": "aurora-postgresql", "version": "16.x"}]}, "engineVersions: expected"),
            ({"quotas": [{"service": ["vpc"], "code": "L-F678F1CE", "value": 1}]}, "quotas: expected"),
            *(
                ({"quotas": [{"service": "vpc", "code": "L-F678F1CE", "value": value}]}, "quotas: expected")
                for value in (float("nan"), float("inf"), True, -1)
            ),
            ({"engineVersions": [{"engine": "\ud800", "version": "16.8"}]}, "engineVersions: expected"),
            ({"disabledRegions": ["\udfff"]}, "disabledRegions: expected"),
            ({"delegations": {"\ud800": []}}, "delegations: expected"),
            ({"\ud800": []}, "\\ud800: expected one of quotas"),
            ({"images": {"a": "amd64"}}, "images: expected"),
            ([], "expected an object"),
        ]:
            status, answered = ask(account, "PUT", told=told)
            self.assertEqual(status, 400)
            self.assertIn(name, answered)
        self.assertEqual(json.loads(ask(account)[1])["disabledRegions"], ["eu-west-1"])

    def test_json_that_nests_too_deeply_is_refused(self):
        status, answered = ask(account, "PUT", body=b'{"disabledRegions":' + b"[" * 100_000)
        self.assertEqual(status, 400, answered)


class QuotasTest(AccountTest):
    def setUp(self):
        super().setUp()
        self.quotas = boto3.client("service-quotas", region_name=REGION)

    def value(self, code, service="vpc", region=REGION):
        client = boto3.client("service-quotas", region_name=region)
        return client.get_service_quota(ServiceCode=service, QuotaCode=code)["Quota"]["Value"]

    def test_a_quota_is_what_was_told_for_its_region_then_for_all_then_what_was_granted_then_the_default(self):
        vpcs = {"service": "vpc", "code": "L-F678F1CE"}
        self.tell(quotas=[{**vpcs, "value": 1}, {**vpcs, "value": 2, "awsRegion": REGION}])
        self.assertEqual(self.value("L-F678F1CE"), 2)
        self.assertEqual(self.value("L-F678F1CE", region="eu-west-1"), 1)
        self.assertEqual(self.value("L-1216C47A", "ec2"), 128)
        self.assertEqual(self.value("L-53DA6B97", "elasticloadbalancing"), 50)

    def test_defaults_stay_what_they_are(self):
        self.tell(quotas=[{"service": "ec2", "code": "L-1216C47A", "value": 1}])
        answer = self.quotas.get_aws_default_service_quota(ServiceCode="ec2", QuotaCode="L-1216C47A")
        self.assertEqual(answer["Quota"]["Value"], 5)
        listed = self.quotas.list_aws_default_service_quotas(ServiceCode="ec2")["Quotas"]
        self.assertEqual([quota["Value"] for quota in listed], [5, 5])
        applied = self.quotas.list_service_quotas(ServiceCode="ec2")["Quotas"]
        self.assertEqual([quota["Value"] for quota in applied], [20, 1])

    def test_a_quota_or_service_that_nobody_has_is_refused(self):
        none = {"ServiceCode": "vpc", "QuotaCode": "L-NONE"}
        for call in (self.quotas.get_service_quota, self.quotas.get_aws_default_service_quota):
            self.assertEqual(self.refusal(call, **none), "NoSuchResourceException")
        self.assertEqual(self.refusal(self.quotas.list_service_quotas, ServiceCode="none"), "NoSuchResourceException")

    def test_services_that_count_themselves_say_the_same(self):
        self.tell(
            quotas=[
                {"service": "iam", "code": "L-FE177D64", "value": 7},
                {"service": "rds", "code": "L-952B80B8", "value": 8},
                {"service": "route53", "code": "L-ACB674F3", "value": 9},
            ]
        )
        rds = boto3.client("rds", region_name=REGION)
        rds.create_db_cluster(DBClusterIdentifier="c", Engine="aurora-postgresql", MasterUsername="u", MasterUserPassword="p" * 10)
        route53 = boto3.client("route53")
        route53.create_hosted_zone(Name="example.com", CallerReference="1")
        quotas = {quota["AccountQuotaName"]: quota for quota in rds.describe_account_attributes()["AccountQuotas"]}
        self.assertEqual(quotas["DBClusters"], {"AccountQuotaName": "DBClusters", "Used": 1, "Max": 8})
        self.assertEqual(quotas["DBInstances"], {"AccountQuotaName": "DBInstances", "Used": 0, "Max": 40})
        zones = route53.get_account_limit(Type="MAX_HOSTED_ZONES_BY_OWNER")
        self.assertEqual((zones["Limit"]["Value"], zones["Count"]), (500, 1))
        checks = route53.get_account_limit(Type="MAX_HEALTH_CHECKS_BY_OWNER")
        self.assertEqual((checks["Limit"]["Value"], checks["Count"]), (9, 0))
        summary = boto3.client("iam").get_account_summary()["SummaryMap"]
        self.assertEqual((summary["RolesQuota"], summary["PoliciesQuota"]), (7, 1500))

    def test_lambda_counts_reservations_and_refuses_what_leaves_fewer_than_100(self):
        self.tell(quotas=[{"service": "lambda", "code": "L-B99A9384", "value": 300}])
        functions = boto3.client("lambda", region_name=REGION)
        role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        functions.create_function(
            FunctionName="f", Runtime="nodejs22.x", Handler="i.h", Role=role, Code={"ZipFile": b"PK\5\6" + b"\0" * 18}
        )
        reserve = functions.put_function_concurrency
        self.assertEqual(
            self.refusal(reserve, FunctionName="f", ReservedConcurrentExecutions=201), "InvalidParameterValueException"
        )
        reserve(FunctionName="f", ReservedConcurrentExecutions=200)
        settings = functions.get_account_settings()
        self.assertEqual(settings["AccountLimit"]["ConcurrentExecutions"], 300)
        self.assertEqual(settings["AccountLimit"]["UnreservedConcurrentExecutions"], 100)
        self.assertEqual(settings["AccountUsage"]["FunctionCount"], 1)


class OffersTest(AccountTest):
    def setUp(self):
        super().setUp()
        self.ec2 = boto3.client("ec2", region_name=REGION)
        self.rds = boto3.client("rds", region_name=REGION)

    def test_regions_and_zones_are_there_unless_told_otherwise(self):
        def status():
            (region,) = self.ec2.describe_regions(RegionNames=[REGION])["Regions"]
            return region["OptInStatus"]

        def available():
            filters = [{"Name": "state", "Values": ["available"]}]
            return {zone["ZoneName"] for zone in self.ec2.describe_availability_zones(Filters=filters)["AvailabilityZones"]}

        self.assertEqual(status(), "opt-in-not-required")
        before = available()
        self.tell(disabledRegions=[REGION], zonesOutOfService=["eu-central-1b"])
        self.assertEqual(status(), "not-opted-in")
        self.assertEqual(before - available(), {"eu-central-1b"})

    def test_a_zone_may_lack_an_instance_type(self):
        def zones():
            offered = self.ec2.describe_instance_type_offerings(
                LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": ["t4g.small"]}]
            )
            return {one["Location"] for one in offered["InstanceTypeOfferings"]}

        before = zones()
        self.tell(missingInstanceTypes={"t4g.small": ["eu-central-1a"], "t4g.large": ["eu-central-1b"]})
        self.assertEqual(before - zones(), {"eu-central-1a"})

    def test_engine_versions_may_be_gone_or_without_global_databases(self):
        def described(**more):
            return self.rds.describe_db_engine_versions(**VERSION, **more)["DBEngineVersions"]

        (version,) = described()
        self.assertEqual((version["Status"], version["SupportsGlobalDatabases"]), ("available", True))
        self.assertEqual(version["DBParameterGroupFamily"], "aurora-postgresql16")
        told = {"engine": "aurora-postgresql", "version": "16.8"}
        self.tell(engineVersions=[{**told, "status": "deprecated", "globalDatabases": False}])
        self.assertEqual(described(), [])
        (version,) = described(IncludeAll=True)
        self.assertEqual((version["Status"], version["SupportsGlobalDatabases"]), ("deprecated", False))
        self.tell(engineVersions=[{**told, "status": "missing"}])
        self.assertEqual(described(IncludeAll=True), [])
        self.assertEqual(self.rds.describe_orderable_db_instance_options(**VERSION)["OrderableDBInstanceOptions"], [])

    def test_of_other_engines_it_knows_no_versions_and_says_so(self):
        with self.assertRaisesRegex(NotImplementedError, "the versions of mysql"):
            self.rds.describe_db_engine_versions(Engine="mysql")

    def test_an_instance_class_is_offered_in_the_zones_of_the_region(self):
        def zones():
            options = self.rds.describe_orderable_db_instance_options(**VERSION, DBInstanceClass="db.r6g.large")
            return [
                {zone["Name"] for zone in option["AvailabilityZones"]} for option in options["OrderableDBInstanceOptions"]
            ]

        self.assertEqual(zones(), [{"eu-central-1a", "eu-central-1b", "eu-central-1c"}])
        self.tell(missingDatabaseClasses={"db.r6g.large": ["eu-central-1a", "eu-central-1b"]})
        self.assertEqual(zones(), [{"eu-central-1c"}])
        self.tell(missingDatabaseClasses={"db.r6g.large": ["eu-central-1a", "eu-central-1b", "eu-central-1c"]})
        self.assertEqual(zones(), [])

    def test_a_bucket_of_somebody_else_keeps_its_name(self):
        s3 = boto3.client("s3", region_name="us-east-1")
        self.assertEqual(self.refusal(s3.head_bucket, Bucket="taken"), "404")
        self.tell(bucketsOfOthers=["taken"])
        self.assertEqual(self.refusal(s3.head_bucket, Bucket="taken"), "403")
        self.assertEqual(self.refusal(s3.create_bucket, Bucket="taken"), "BucketAlreadyExists")
        object_of_others = {"Bucket": "taken", "Key": "key"}
        self.assertEqual(self.refusal(s3.get_object, **object_of_others), "AccessDenied")
        self.assertEqual(self.refusal(s3.head_object, **object_of_others), "403")
        self.assertEqual(self.refusal(s3.put_object, **object_of_others), "AccessDenied")
        s3.create_bucket(Bucket="free")


class OutsideTest(AccountTest):
    def setUp(self):
        super().setUp()
        self.route53 = boto3.client("route53")
        zone = self.route53.create_hosted_zone(Name="example.com", CallerReference="1")
        self.zone, self.servers = zone["HostedZone"]["Id"], zone["DelegationSet"]["NameServers"]

    def test_a_public_zone_is_delegated_to_unless_told_otherwise(self):
        self.assertEqual(found("name-servers", "example.com"), self.servers)
        self.assertEqual(found("name-servers", "example.net"), [])
        self.tell(delegations={"example.com": ["ns.elsewhere.net"]})
        self.assertEqual(found("name-servers", "example.com"), ["ns.elsewhere.net"])

    def test_who_may_issue_certificates_is_what_the_zone_says(self):
        record = {
            "Name": "www.example.com",
            "Type": "CAA",
            "TTL": 60,
            "ResourceRecords": [{"Value": '0 issue "letsencrypt.org"'}, {"Value": '0 iodef "mailto:a@example.com"'}],
        }
        change = {"Action": "CREATE", "ResourceRecordSet": record}
        self.route53.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch={"Changes": [change]})
        self.assertEqual(found("certificate-authorities", "www.example.com"), ["letsencrypt.org"])
        self.assertEqual(found("certificate-authorities", "example.com"), [])

    def test_an_image_is_there_for_both_processors_unless_told_otherwise(self):
        self.assertEqual(found("image", "ghcr.io/a/b:1"), ["amd64", "arm64"])
        self.tell(images={"ghcr.io/a/b:1": ["amd64"], "ghcr.io/a/c:1": []})
        self.assertEqual(found("image", "ghcr.io/a/b:1"), ["amd64"])
        self.assertIsNone(found("image", "ghcr.io/a/c:1"))

    def test_what_nobody_can_answer_is_refused(self):
        self.assertEqual(ask(outside, query="about=weather&name=x")[0], 400)


if __name__ == "__main__":
    unittest.main()
