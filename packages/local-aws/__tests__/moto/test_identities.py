"""What is told of callers and resources: python3 -m unittest discover -s packages/local-aws/__tests__/moto"""

import base64
import json
import sys
import unittest
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2] / "moto"))

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402

import identities  # noqa: E402

REGION = "eu-west-1"
ACCOUNT = "123456789012"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}],
    }
)
READ = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)


def ask(about, name, region=REGION):
    query = urlencode({"about": about, "name": name, "region": region})
    [body] = identities.answer({"QUERY_STRING": query}, lambda status, headers: None)
    return json.loads(body)


def client(service):
    return boto3.client(service, region_name=REGION)


class IdentitiesTest(unittest.TestCase):
    def setUp(self):
        aws = mock_aws()
        aws.start()
        self.addCleanup(aws.stop)
        self.iam = client("iam")
        policy = self.iam.create_policy(PolicyName="bound", PolicyDocument=READ, Path="/ci/")
        self.bound = policy["Policy"]["Arn"]
        self.role = self.iam.create_role(
            RoleName="worker",
            Path="/demo/",
            AssumeRolePolicyDocument=TRUST,
            PermissionsBoundary=self.bound,
            Tags=[{"Key": "stack", "Value": "demo"}],
        )["Role"]["Arn"]
        self.iam.put_role_policy(RoleName="worker", PolicyName="own", PolicyDocument=READ)
        self.iam.attach_role_policy(RoleName="worker", PolicyArn=self.bound)

    def test_a_session_bears_what_its_role_bears_and_its_own_policy(self):
        assumed = client("sts").assume_role(RoleArn=self.role, RoleSessionName="monday", Policy=READ)
        found = ask("caller", assumed["Credentials"]["AccessKeyId"])
        self.assertEqual(found["kind"], "session")
        self.assertEqual(found["arn"], f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/monday")
        self.assertEqual(found["of"], self.role)
        self.assertEqual([policy["name"] for policy in found["identity"]], ["own", self.bound])
        self.assertEqual(found["boundary"]["name"], self.bound)
        self.assertEqual(json.loads(found["session"][0]["document"]), json.loads(READ))
        self.assertEqual(found["tags"], {"stack": "demo"})

    def test_a_new_version_of_a_policy_counts_once_it_is_the_default(self):
        assumed = client("sts").assume_role(RoleArn=self.role, RoleSessionName="monday")
        changed = READ.replace("GetObject", "PutObject")
        self.iam.create_policy_version(PolicyArn=self.bound, PolicyDocument=changed, SetAsDefault=True)
        found = ask("caller", assumed["Credentials"]["AccessKeyId"])
        self.assertIn("PutObject", found["boundary"]["document"])
        self.assertIsNone(found["session"])

    def test_a_user_bears_the_policies_of_its_groups(self):
        self.iam.create_user(UserName="ana")
        self.iam.create_group(GroupName="readers")
        self.iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=READ)
        self.iam.add_user_to_group(GroupName="readers", UserName="ana")
        self.iam.put_user_policy(UserName="ana", PolicyName="own", PolicyDocument=READ)
        key = self.iam.create_access_key(UserName="ana")["AccessKey"]["AccessKeyId"]
        found = ask("caller", key)
        self.assertEqual((found["kind"], found["userName"]), ("user", "ana"))
        self.assertEqual(sorted(policy["name"] for policy in found["identity"]), ["own", "read"])

    def test_a_service_assumes_a_role_without_asking(self):
        found = ask("role session", f"{self.role} fill")
        self.assertEqual(found["arn"], f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/fill")
        self.assertEqual(found["of"], self.role)
        self.assertEqual([policy["name"] for policy in found["identity"]], ["own", self.bound])
        self.assertIsNone(ask("role session", f"{self.role}-not fill"))

    def test_nobody_has_a_key_that_was_not_given(self):
        self.assertIsNone(ask("caller", "AKIAUNKNOWN"))

    def test_names_lead_to_arns(self):
        profile = self.iam.create_instance_profile(InstanceProfileName="web", Path="/demo/")
        self.iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="worker")
        key = client("kms").create_key()["KeyMetadata"]
        client("kms").create_alias(AliasName="alias/demo", TargetKeyId=key["KeyId"])
        ciphertext = client("kms").encrypt(KeyId=key["KeyId"], Plaintext=b"m")
        blob = base64.b64encode(ciphertext["CiphertextBlob"]).decode()
        secret = client("secretsmanager").create_secret(Name="demo/s", SecretString="s")["ARN"]
        self.assertEqual(ask("role", "worker"), self.role)
        self.assertEqual(ask("boundary of a role", "worker"), self.bound)
        self.assertEqual(ask("instance-profile", "web"), profile["InstanceProfile"]["Arn"])
        self.assertEqual(ask("role of a profile", "web"), self.role)
        for name in (key["KeyId"], key["Arn"], "alias/demo", f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/demo", blob):
            self.assertEqual(ask("key", name), key["Arn"], name)
        self.assertEqual(ask("secret", "demo/s"), secret)
        self.assertIsNone(ask("role", "nobody"))

    def test_resources_have_their_policies(self):
        client("s3").create_bucket(Bucket="photos", CreateBucketConfiguration={"LocationConstraint": REGION})
        client("s3").put_bucket_policy(Bucket="photos", Policy=READ)
        key = client("kms").create_key(Policy=READ)["KeyMetadata"]["Arn"]
        queue = client("sqs").create_queue(QueueName="q", Attributes={"Policy": READ})["QueueUrl"]
        self.assertTrue(queue)
        topic = client("sns").create_topic(Name="t", Attributes={"Policy": READ})["TopicArn"]
        secret = client("secretsmanager").create_secret(Name="s", SecretString="s")["ARN"]
        client("secretsmanager").put_resource_policy(SecretId=secret, ResourcePolicy=READ)
        arns = ["arn:aws:s3:::photos", "arn:aws:s3:::photos/a/b", key, f"arn:aws:sqs:{REGION}:{ACCOUNT}:q", topic, secret]
        for arn in arns:
            self.assertEqual(json.loads(ask("policy", arn)), json.loads(READ), arn)
        self.assertEqual(json.loads(ask("policy", self.role)), json.loads(TRUST))
        self.assertIsNone(ask("policy", "arn:aws:s3:::other"))
        self.assertIsNone(ask("policy", "arn:aws:ec2:eu-west-1:1:vpc/vpc-1"))

    def test_resources_have_their_tags(self):
        pairs = [{"Key": "stack", "Value": "demo"}]
        ec2 = client("ec2")
        vpc = ec2.create_vpc(
            CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": pairs}]
        )["Vpc"]["VpcId"]
        key = client("kms").create_key(Tags=[{"TagKey": "stack", "TagValue": "demo"}])["KeyMetadata"]["Arn"]
        client("sqs").create_queue(QueueName="q", tags={"stack": "demo"})
        topic = client("sns").create_topic(Name="t", Tags=pairs)["TopicArn"]
        secret = client("secretsmanager").create_secret(Name="s", SecretString="s", Tags=pairs)["ARN"]
        client("logs").create_log_group(logGroupName="/g", tags={"stack": "demo"})
        certificate = client("acm").request_certificate(DomainName="a.example", Tags=pairs)["CertificateArn"]
        target = client("elbv2").create_target_group(
            Name="t", Protocol="TCP", Port=80, VpcId=vpc, Tags=pairs
        )["TargetGroups"][0]["TargetGroupArn"]
        client("cloudwatch").put_metric_alarm(
            AlarmName="a", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Tags=pairs
        )
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        group = client("rds").create_db_subnet_group(
            DBSubnetGroupName="g", DBSubnetGroupDescription="g", SubnetIds=[subnet], Tags=pairs
        )["DBSubnetGroup"]["DBSubnetGroupArn"]
        arns = [
            self.role,
            f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/{vpc}",
            key,
            f"arn:aws:sqs:{REGION}:{ACCOUNT}:q",
            topic,
            secret,
            f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/g",
            f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/g:log-stream:",
            certificate,
            target,
            f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:a",
            group,
        ]
        for arn in arns:
            self.assertEqual(ask("tags", arn), {"stack": "demo"}, arn)
        self.assertFalse(ask("tags", f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-0"))


if __name__ == "__main__":
    unittest.main()
