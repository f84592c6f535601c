"""moto's server with the corrections beside this file: python3 server.py --port PORT

It ends when its standard input does, so that it never outlives the process that started it.
"""

import argparse
import functools
import io
import os
import sys
import threading
import types

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "0"

import moment  # noqa: E402

moment.install()

from moto import backends  # noqa: E402
from moto.core import responses  # noqa: E402
from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402
from werkzeug.test import run_wsgi_app  # noqa: E402

import account  # noqa: E402
import api_models  # noqa: E402
import clock  # noqa: E402
import corrections  # noqa: E402
import identities  # noqa: E402
import lambda_code  # noqa: E402
import outside  # noqa: E402
import replay  # noqa: E402
from moment import Moment, births, during  # noqa: E402
from request_body import body_of  # noqa: E402


OWN_PATHS = {module.PATH: module for module in (account, api_models, clock, identities, lambda_code, outside)}


def remember_what_stays():
    """moto looks through its own folders and classes anew with every request, which takes it milliseconds."""
    modules = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


# A ReceiveMessage waits for messages for up to 20 seconds.
WAITING_SERVICES = {"sqs"}


class Server:
    """moto, whose failures say what they are: the router turns them into the error of the service's protocol.

    moto's stores are plain dictionaries, which Python refuses to walk through while another thread adds to them. So
    requests are answered one at a time, each after its body has been read, but for services that wait.
    """

    def __init__(self):
        self.dispatcher = DomainDispatcherApplication(self.create_application)
        self.one_at_a_time = threading.RLock()
        self.replay = replay.Replay(environ_of, self.change)

    @staticmethod
    def create_application(service):
        application = create_backend_app(service)
        application.debug = False
        application.config["PROPAGATE_EXCEPTIONS"] = True
        application.wsgi_app = api_models.Judged(application.wsgi_app, service)
        return application

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") == replay.PATH:
            return self.replay.answer(environ, start_response)
        moment = Moment.of(environ)
        if moment is None:
            own = OWN_PATHS.get(environ.get("PATH_INFO"))
            return (own.answer if own else self.read)(environ, start_response)
        status, headers, body = self.change(environ, moment)
        start_response(status, [*headers, replay.header(replay.outcome(moment, status, headers, body))])
        return [body]

    def read(self, environ, start_response):
        try:
            if api_models.is_only_judged(environ):
                return api_models.only_judge(environ, start_response)
            application = self.dispatcher.get_application(environ)
            if application.service in WAITING_SERVICES:
                return application(environ, start_response)
            environ["wsgi.input"] = io.BytesIO(body_of(environ))
            with self.one_at_a_time:
                return application(environ, start_response)
        except Exception as error:  # whatever moto's code raises
            status, headers, body = failure(error)
            start_response(status, headers)
            return [body]

    def change(self, environ, moment):
        """Status, headers and body of the answer."""
        try:
            own = OWN_PATHS.get(environ.get("PATH_INFO"))
            # Imports the service, which is no part of the moment.
            application = own.answer if own else self.dispatcher.get_application(environ)
            environ["wsgi.input"] = io.BytesIO(body_of(environ))
            with self.one_at_a_time, during(moment):
                answered, status, headers = run_wsgi_app(application, environ, buffered=True)
                return status, list(headers), b"".join(answered)
        except Exception as error:  # whatever moto's code raises
            return failure(error)


def failure(error):
    if not isinstance(error, NotImplementedError):
        sys.excepthook(*sys.exc_info())
    text = f"{type(error).__name__}: {error}".encode()
    return "500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")], text


class RequestHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


def environ_of(record, body):
    """What the server makes of a request, for one that comes from the journal."""
    handler = RequestHandler.__new__(RequestHandler)
    handler.server = types.SimpleNamespace(
        ssl_context=None, multithread=True, multiprocess=False, server_address=("127.0.0.1", int(os.environ["MOTO_PORT"]))
    )
    handler.client_address = ("127.0.0.1", 0)
    handler.connection = None
    handler.rfile = io.BytesIO(body)
    handler.command, handler.path, handler.request_version = record["method"], record["target"], "HTTP/1.1"
    handler.headers = record["headers"]
    return handler.make_environ()


def end_with_standard_input():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 inside a container")
    arguments = parser.parse_args()
    port = arguments.port
    os.environ["MOTO_PORT"] = str(port)
    births.install()
    remember_what_stays()
    corrections.apply()
    clock.apply()
    server = make_server(arguments.host, port, Server(), threaded=True, request_handler=RequestHandler)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
