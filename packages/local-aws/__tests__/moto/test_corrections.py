"""What the corrections to moto promise: python3 -m unittest discover -s packages/local-aws/__tests__/moto"""

import io
import os
import sys
import unittest
import unittest.mock
import zipfile
from pathlib import Path

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
sys.path.insert(0, str(Path(__file__).parents[2] / "moto"))

import boto3  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto import mock_aws  # noqa: E402

import corrections  # noqa: E402

corrections.apply()


class AwsTest(unittest.TestCase):
    def setUp(self):
        aws = mock_aws()
        aws.start()
        self.addCleanup(aws.stop)

    def assert_refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refused:
            call(**arguments)
        self.assertEqual(refused.exception.response["Error"]["Code"], code)


class HttpApiDomainsTest(AwsTest):
    def test_a_domain_has_a_target_and_is_deleted_with_its_mappings(self):
        api_gateway = boto3.client("apigatewayv2", region_name="eu-central-1")
        configuration = {"CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1", "EndpointType": "REGIONAL"}
        name = {"DomainName": "orders.example.com"}
        created = api_gateway.create_domain_name(**name, DomainNameConfigurations=[configuration])
        (found,) = created["DomainNameConfigurations"]
        self.assertRegex(found["ApiGatewayDomainName"], r"^d-[0-9a-f]{10}\.execute-api\.eu-central-1\.amazonaws\.com$")
        self.assertEqual(found["DomainNameStatus"], "AVAILABLE")
        self.assertEqual(found["EndpointType"], "REGIONAL")
        api = api_gateway.create_api(Name="orders", ProtocolType="HTTP")["ApiId"]
        api_gateway.create_stage(ApiId=api, StageName="live")
        api_gateway.create_api_mapping(ApiId=api, Stage="live", **name)
        api_gateway.delete_domain_name(**name)
        self.assert_refused("NotFoundException", api_gateway.get_domain_name, **name)


class CertificatesInUseTest(AwsTest):
    def setUp(self):
        super().setUp()
        region = "eu-central-1"
        self.acm = boto3.client("acm", region_name=region)
        self.elb = boto3.client("elbv2", region_name=region)
        ec2 = boto3.client("ec2", region_name=region)
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{region}{zone}")["Subnet"]["SubnetId"]
            for n, zone in enumerate("ab")
        ]
        self.balancer = self.elb.create_load_balancer(Name="one", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        self.certificate = self.acm.request_certificate(DomainName="*.example.com")["CertificateArn"]

    def described(self):
        return self.acm.describe_certificate(CertificateArn=self.certificate)["Certificate"]

    def test_one_that_a_listener_uses_is_renewed_and_not_deleted_until_the_listener_is_gone(self):
        listener = self.elb.create_listener(
            LoadBalancerArn=self.balancer,
            Port=443,
            Protocol="HTTPS",
            Certificates=[{"CertificateArn": self.certificate}],
            DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}],
        )["Listeners"][0]["ListenerArn"]
        self.assertEqual(self.described()["InUseBy"], [self.balancer])
        self.assertEqual(self.described()["RenewalEligibility"], "ELIGIBLE")
        self.assert_refused("ResourceInUseException", self.acm.delete_certificate, CertificateArn=self.certificate)
        self.elb.delete_listener(ListenerArn=listener)
        self.acm.delete_certificate(CertificateArn=self.certificate)
        self.assert_refused("ResourceNotFoundException", self.described)

    def test_one_that_nothing_uses_is_never_renewed(self):
        self.assertEqual(self.described()["InUseBy"], [])
        self.assertEqual(self.described()["RenewalEligibility"], "INELIGIBLE")


class ReservedConcurrencyTest(AwsTest):
    def test_a_hundred_are_kept_for_functions_that_reserve_none(self):
        role = boto3.client("iam").create_role(RoleName="lambda", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        functions = boto3.client("lambda", region_name="eu-central-1")
        for name in ("one", "other"):
            functions.create_function(
                FunctionName=name, Role=role, Runtime="nodejs22.x", Handler="index.handler", Code={"ZipFile": empty_zip()}
            )
        reserve = functions.put_function_concurrency
        with unittest.mock.patch.dict(os.environ, MOTO_LAMBDA_CONCURRENCY_QUOTA="1000"):
            reserve(FunctionName="one", ReservedConcurrentExecutions=800)
            reserve(FunctionName="other", ReservedConcurrentExecutions=100)
            self.assert_refused(
                "InvalidParameterValueException", reserve, FunctionName="other", ReservedConcurrentExecutions=101
            )


def empty_zip():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("index.js", "")
    return written.getvalue()


class ServiceLinkedRoleTest(AwsTest):
    def test_the_task_of_its_deletion_says_which_role_goes(self):
        iam = boto3.client("iam")
        made = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="a")["Role"]
        task = iam.delete_service_linked_role(RoleName=made["RoleName"])["DeletionTaskId"]
        self.assertRegex(task, rf"^task{made['Path']}{made['RoleName']}/[0-9a-f-]+$")


class KeysTest(AwsTest):
    def setUp(self):
        super().setUp()
        self.kms = boto3.client("kms", region_name="us-east-1")

    def test_the_keys_of_aws_are_there_before_anybody_asks_for_one(self):
        before = self.kms.list_keys()["Keys"]
        key = self.kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["KeyId"]
        self.assertIn(key, [one["KeyId"] for one in before])
        self.assertEqual(self.kms.list_keys()["Keys"], before)

    def test_a_symmetric_key_encrypts_and_has_no_public_part(self):
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        sent = self.kms.encrypt(KeyId=key, Plaintext=b"hush")["CiphertextBlob"]
        self.assertEqual(self.kms.decrypt(CiphertextBlob=sent)["Plaintext"], b"hush")
        self.assert_refused("UnsupportedOperationException", self.kms.get_public_key, KeyId=key)

    def test_an_asymmetric_key_signs_and_has_one(self):
        key = self.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        how = {"KeyId": key, "Message": b"m", "SigningAlgorithm": "ECDSA_SHA_256"}
        signature = self.kms.sign(**how)["Signature"]
        self.assertTrue(self.kms.verify(**how, Signature=signature)["SignatureValid"])
        self.assertTrue(self.kms.get_public_key(KeyId=key)["PublicKey"])


class RecordsTest(AwsTest):
    def setUp(self):
        super().setUp()
        self.route53 = boto3.client("route53", region_name="us-east-1")
        self.zone = self.route53.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

    def change(self, action, name, **options):
        record = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}], **options}
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        self.route53.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch=changes)

    def names(self):
        records = self.route53.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        return [(r["Name"], r.get("SetIdentifier")) for r in records if r["Type"] == "A"]

    def test_a_record_is_created_once_and_again_after_its_deletion(self):
        self.change("CREATE", "a.example.com")
        self.assert_refused("InvalidChangeBatch", self.change, action="CREATE", name="a.example.com")
        self.change("DELETE", "a.example.com")
        self.assert_refused("InvalidChangeBatch", self.change, action="DELETE", name="a.example.com")
        self.change("CREATE", "a.example.com")

    def test_deleting_a_record_leaves_another_names_record_with_the_same_identifier(self):
        for name in ("a.example.com", "b.example.com"):
            self.change("CREATE", name, SetIdentifier="asia", Failover="PRIMARY")
        self.change("DELETE", "a.example.com", SetIdentifier="asia", Failover="PRIMARY")
        self.assertEqual(self.names(), [("b.example.com.", "asia")])

    def test_a_name_has_one_primary_and_one_routing_policy(self):
        self.change("CREATE", "a.example.com", SetIdentifier="asia", Failover="PRIMARY")
        second = {"action": "CREATE", "name": "a.example.com", "SetIdentifier": "europe"}
        self.assert_refused("InvalidChangeBatch", self.change, **second, Failover="PRIMARY")
        self.assert_refused("InvalidChangeBatch", self.change, **second, Region="eu-central-1")
        self.assert_refused("InvalidChangeBatch", self.change, action="CREATE", name="a.example.com")
        self.change(**second, Failover="SECONDARY")

    def test_the_id_of_a_zone_begins_with_z(self):
        self.assertRegex(self.zone, r"^/hostedzone/Z[A-Z0-9]+$")

    def test_a_zone_with_records_is_not_deleted(self):
        self.change("CREATE", "a.example.com")
        self.assert_refused("HostedZoneNotEmpty", self.route53.delete_hosted_zone, Id=self.zone)
        self.change("DELETE", "a.example.com")
        self.route53.delete_hosted_zone(Id=self.zone)


class HealthChecksTest(AwsTest):
    def test_a_health_check_keeps_its_routing_control(self):
        route53 = boto3.client("route53", region_name="us-east-1")
        control = "arn:aws:route53-recovery-control::123456789012:controlpanel/p/routingcontrol/c"
        sent = {"Type": "RECOVERY_CONTROL", "RoutingControlArn": control}
        created = route53.create_health_check(CallerReference="1", HealthCheckConfig=sent)["HealthCheck"]
        read = route53.get_health_check(HealthCheckId=created["Id"])["HealthCheck"]
        kept = {**sent, "Inverted": False, "Disabled": False}
        self.assertEqual([created["HealthCheckConfig"], read["HealthCheckConfig"]], [kept, kept])
        self.assertEqual([c["HealthCheckConfig"] for c in route53.list_health_checks()["HealthChecks"]], [kept])


class GlobalDatabaseTest(AwsTest):
    REGIONS = {"asia": "ap-southeast-1", "europe": "eu-central-1"}

    def setUp(self):
        super().setUp()
        self.rds = {name: boto3.client("rds", region_name=region) for name, region in self.REGIONS.items()}
        self.rds["asia"].create_global_cluster(
            GlobalClusterIdentifier="g", Engine="aurora-postgresql", EngineVersion="16.6", StorageEncrypted=True
        )
        self.create("asia", MasterUsername="app", MasterUserPassword="not-a-real-one")
        self.create("europe", KmsKeyId="key")

    def create(self, name, **options):
        self.rds[name].create_db_cluster(
            DBClusterIdentifier=name, Engine="aurora-postgresql", GlobalClusterIdentifier="g", StorageEncrypted=True, **options
        )
        self.rds[name].create_db_instance(
            DBInstanceIdentifier=name, DBClusterIdentifier=name, DBInstanceClass="db.r6g.large", Engine="aurora-postgresql"
        )

    def cluster(self, name):
        return self.rds[name].describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]

    def writer(self):
        group = self.rds["europe"].describe_global_clusters()["GlobalClusters"][0]
        return [m["DBClusterArn"].split(":")[-1] for m in group["GlobalClusterMembers"] if m["IsWriter"]]

    def test_a_switchover_turns_the_roles_round(self):
        europe = self.cluster("europe")["DBClusterArn"]
        self.rds["asia"].switchover_global_cluster(GlobalClusterIdentifier="g", TargetDbClusterIdentifier=europe)
        self.assertEqual(self.writer(), ["europe"])
        self.assertEqual(self.cluster("asia")["ReplicationSourceIdentifier"], europe)
        self.assertNotIn("ReplicationSourceIdentifier", self.cluster("europe"))

    def test_the_writer_leaves_last(self):
        asia, europe = (self.cluster(name)["DBClusterArn"] for name in ("asia", "europe"))
        remove = self.rds["asia"].remove_from_global_cluster
        group = {"GlobalClusterIdentifier": "g"}
        self.assert_refused("InvalidGlobalClusterStateFault", remove, **group, DbClusterIdentifier=asia)
        remove(**group, DbClusterIdentifier=europe)
        remove(**group, DbClusterIdentifier=asia)
        self.rds["europe"].delete_global_cluster(**group)

    def test_a_secondary_brings_no_credentials(self):
        self.rds["america"] = boto3.client("rds", region_name="us-east-1")
        self.assert_refused(
            "InvalidParameterCombination", self.create, name="america", MasterUsername="app", KmsKeyId="key"
        )


class EventSubscriptionTest(AwsTest):
    def setUp(self):
        super().setUp()
        self.rds = boto3.client("rds", region_name="us-east-1")
        self.rds.create_event_subscription(
            SubscriptionName="failures",
            SnsTopicArn="arn:aws:sns:us-east-1:123456789012:alarms",
            SourceType="db-instance",
            SourceIds=["one", "two"],
            EventCategories=["failure"],
            Enabled=True,
        )

    def subscription(self):
        return self.rds.describe_event_subscriptions(SubscriptionName="failures")["EventSubscriptionsList"][0]

    def source(self, source):
        return {"SubscriptionName": "failures", "SourceIdentifier": source}

    def test_sources_come_and_go(self):
        self.rds.add_source_identifier_to_subscription(**self.source("three"))
        self.assertEqual(self.subscription()["SourceIdsList"], ["one", "two", "three"])
        self.rds.remove_source_identifier_from_subscription(**self.source("two"))
        self.assertEqual(self.subscription()["SourceIdsList"], ["one", "three"])

    def test_what_is_no_source_is_not_removed(self):
        self.assert_refused(
            "SourceNotFound", self.rds.remove_source_identifier_from_subscription, **self.source("three")
        )

    def test_what_it_is_about_changes_and_the_rest_stays(self):
        self.rds.modify_event_subscription(SubscriptionName="failures", EventCategories=["failure", "low storage"])
        changed = self.subscription()
        self.assertEqual(changed["EventCategoriesList"], ["failure", "low storage"])
        self.assertEqual([changed["Enabled"], changed["SourceIdsList"]], [True, ["one", "two"]])

    def test_one_that_is_not_there_is_not_changed(self):
        self.assert_refused(
            "SubscriptionNotFound", self.rds.modify_event_subscription, SubscriptionName="none", Enabled=False
        )


class FlowLogsTest(AwsTest):
    def setUp(self):
        super().setUp()
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="traffic")
        self.ec2 = boto3.client("ec2", region_name="us-east-1")
        self.options = {
            "ResourceType": "VPC",
            "ResourceIds": [self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]],
            "TrafficType": "ALL",
            "LogDestinationType": "s3",
            "LogDestination": "arn:aws:s3:::traffic/flow-logs",
            "DestinationOptions": {"FileFormat": "parquet", "HiveCompatiblePartitions": False, "PerHourPartition": True},
        }

    def test_flow_logs_go_below_a_folder_of_a_bucket_in_their_format(self):
        self.ec2.create_flow_logs(**self.options)
        [log] = self.ec2.describe_flow_logs()["FlowLogs"]
        for name in ("LogDestination", "DestinationOptions"):
            self.assertEqual(log[name], self.options[name])

    def test_a_bucket_that_is_not_there_takes_none(self):
        elsewhere = {**self.options, "LogDestination": "arn:aws:s3:::nowhere/flow-logs"}
        self.assertEqual(len(self.ec2.create_flow_logs(**elsewhere)["Unsuccessful"]), 1)

    def test_a_folder_takes_them_once(self):
        self.ec2.create_flow_logs(**self.options)
        self.assert_refused("FlowLogAlreadyExists", self.ec2.create_flow_logs, **self.options)


class InstanceRefreshTest(AwsTest):
    def setUp(self):
        super().setUp()
        self.ec2 = boto3.client("ec2", region_name="us-east-1")
        self.autoscaling = boto3.client("autoscaling", region_name="us-east-1")

    def refresh(self, image, desired=True):
        template = self.ec2.create_launch_template(
            LaunchTemplateName="template", LaunchTemplateData={"ImageId": image, "InstanceType": "t3.micro"}
        )["LaunchTemplate"]["LaunchTemplateId"]
        version = {"LaunchTemplateId": template, "Version": "1"}
        zones = ["us-east-1a"]
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="g", MinSize=0, MaxSize=1, LaunchTemplate=version, AvailabilityZones=zones
        )
        options = {"DesiredConfiguration": {"LaunchTemplate": version}} if desired else {}
        return self.autoscaling.start_instance_refresh(
            AutoScalingGroupName="g", Preferences={"AutoRollback": True}, **options
        )

    def test_there_is_no_way_back_to_an_image_that_a_parameter_names(self):
        self.assert_refused("ValidationError", self.refresh, image="resolve:ssm:/aws/service/image")

    def test_there_is_no_way_back_without_a_configuration_that_is_asked_for(self):
        self.assert_refused("ValidationError", self.refresh, image="ami-12345678", desired=False)

    def test_there_is_one_to_a_numbered_template_with_an_image(self):
        self.assertIn("InstanceRefreshId", self.refresh("ami-12345678"))


class BucketPolicyTest(AwsTest):
    def test_a_denial_with_a_condition_denies_no_request_of_ours(self):
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="media")
        denial = (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",'
            '"Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}'
        )
        s3.put_bucket_policy(Bucket="media", Policy=denial)
        s3.put_object(Bucket="media", Key="k", Body=b"x")
        self.assertEqual(s3.get_object(Bucket="media", Key="k")["Body"].read(), b"x")


if __name__ == "__main__":
    unittest.main()
