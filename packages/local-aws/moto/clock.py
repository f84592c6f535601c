"""Time of queues, which may run faster than the machine's: PUT /_local/clock?speed=20"""

import threading
import time
from urllib.parse import parse_qs

from moto.sqs import models

PATH = "/_local/clock"


class Clock:
    def __init__(self):
        self.speed = 1.0
        self.since = (time.time(), time.time())
        self.changing = threading.Lock()

    def now(self):
        machine, ours = self.since
        return ours + (time.time() - machine) * self.speed

    def run(self, speed):
        with self.changing:
            self.since = (time.time(), self.now())
            self.speed = speed


clock = Clock()


def apply():
    # Only what counts how long messages are hidden, delayed and kept; a long poll waits in the machine's time.
    models.unix_time_millis = lambda: clock.now() * 1000


def answer(environ, start_response):
    try:
        speed = float(parse_qs(environ.get("QUERY_STRING", "")).get("speed", [""])[0])
    except ValueError:
        speed = 0
    if not 1 <= speed <= 1000:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"speed: expected a number from 1 to 1000"]
    clock.run(speed)
    start_response("204 No Content", [])
    return []
