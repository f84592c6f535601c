"""Queues whose time runs faster: python3 -m unittest discover -s packages/local-aws/__tests__/moto"""

import sys
import unittest
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2] / "moto"))

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.sqs import models  # noqa: E402

import clock  # noqa: E402


def run(speed):
    statuses = []
    clock.answer({"QUERY_STRING": f"speed={speed}"}, lambda status, _: statuses.append(status))
    return statuses[0]


class ClockTest(unittest.TestCase):
    def setUp(self):
        original = models.unix_time_millis
        self.addCleanup(lambda: setattr(models, "unix_time_millis", original))
        self.addCleanup(run, 1)
        aws = mock_aws()
        aws.start()
        self.addCleanup(aws.stop)
        clock.apply()

    def test_hidden_messages_come_back_as_much_earlier(self):
        sqs = boto3.client("sqs", region_name="us-east-1")
        queue = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody="m")
        with patch("time.time", return_value=1000) as machine:
            run(20)
            self.assertEqual(len(sqs.receive_message(QueueUrl=queue).get("Messages", [])), 1)
            machine.return_value = 1002.9
            self.assertEqual(len(sqs.receive_message(QueueUrl=queue).get("Messages", [])), 0)
            machine.return_value = 1003.1
            self.assertEqual(len(sqs.receive_message(QueueUrl=queue).get("Messages", [])), 1)

    def test_time_goes_on_from_where_it_was_when_its_speed_changes(self):
        with patch("time.time", return_value=1000) as machine:
            run(10)
            before = clock.clock.now()
            machine.return_value = 1001
            run(1)
            machine.return_value = 1002
            self.assertAlmostEqual(clock.clock.now() - before, 11)

    def test_what_is_no_speed_is_refused(self):
        for speed in ("", "fast", "0", "-1", "1001"):
            self.assertTrue(run(speed).startswith("400"), speed)


if __name__ == "__main__":
    unittest.main()
