"""moto's server with the corrections beside this file: python3 server.py --port PORT

It ends when its standard input does, so that it never outlives the process that started it.
"""

import argparse
import io
import os
import sys
import threading

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "0"

from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

import api_models  # noqa: E402
import clock  # noqa: E402
import corrections  # noqa: E402
import identities  # noqa: E402
import lambda_code  # noqa: E402
from request_body import body_of  # noqa: E402


OWN_PATHS = {module.PATH: module for module in (api_models, clock, identities, lambda_code)}

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

    @staticmethod
    def create_application(service):
        application = create_backend_app(service)
        application.debug = False
        application.config["PROPAGATE_EXCEPTIONS"] = True
        application.wsgi_app = api_models.Judged(application.wsgi_app, service)
        return application

    def __call__(self, environ, start_response):
        own = OWN_PATHS.get(environ.get("PATH_INFO"))
        if own is not None:
            return own.answer(environ, start_response)
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
            if not isinstance(error, NotImplementedError):
                sys.excepthook(*sys.exc_info())
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"{type(error).__name__}: {error}".encode()]


class RequestHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


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
    corrections.apply()
    clock.apply()
    server = make_server(arguments.host, port, Server(), threaded=True, request_handler=RequestHandler)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
