"""Makes the changes of a journal again: PUT /_local/replay, whose body is the journal's head and then its changes.

The head and each change are one line of JSON; a change's body follows its line. The answer is one line of JSON for each
change that was not answered as it was the first time.
"""

import base64
import hashlib
import io
import json

from moto.sqs.models import sqs_backends
from werkzeug.wsgi import get_input_stream

from moment import Moment, births

PATH = "/_local/replay"
OUTCOME = "X-Local-Aws-Outcome"


def outcome(moment, status, headers, body):
    """What the journal notes of an answer: its digest, and the private keys that were made on the way."""
    said = f"{status} {sorted((name.lower(), value) for name, value in headers)}\n".encode()
    answer = hashlib.sha256(said + body).hexdigest()[:16]
    keys = list(moment.keys) if moment.is_new else []
    return {"answer": answer, **({"keys": keys} if keys else {})}


def header(noted):
    return OUTCOME, base64.b64encode(json.dumps(noted).encode()).decode()


class Replay:
    def __init__(self, make_environ, change):
        self.make_environ, self.change = make_environ, change

    def answer(self, environ, start_response):
        stream = io.BufferedReader(get_input_stream(environ))
        head = json.loads(stream.readline())
        births.begin(head["salt"], head["born"])
        differences = []
        for line in iter(stream.readline, b""):
            record = json.loads(line)
            body = stream.read(record["bytes"])
            moment = Moment(record["seed"], record["at"], record.get("keys", []))
            status, headers, answered = self.change(self.make_environ(record, body), moment)
            again = {"status": int(status.split()[0]), **outcome(moment, status, headers, answered)}
            if again["status"] != record["status"] or again["answer"] != record["answer"]:
                differences.append({"n": record["n"], "status": again["status"], "text": answered[:300].decode(errors="replace")})
        forget_messages()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(difference).encode() + b"\n" for difference in differences]


def forget_messages():
    # A change may send messages. What they brought about the first time is among the changes.
    for _account, _region, backend in sqs_backends.iter_backends():
        for queue in backend.queues.values():
            queue._messages.clear()
