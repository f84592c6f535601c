def body_of(environ):
    """The whole body: of a known length, or chunked, which the server ends itself."""
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return stream.read()
    return stream.read(int(environ.get("CONTENT_LENGTH") or 0))
