import functools


def replaces(owner, name):
    """Replaces `owner.name` by the decorated function, which gets what it replaces as its first argument."""

    def decorate(function):
        original = getattr(owner, name, None)

        def method(*args, **kwargs):
            return function(original, *args, **kwargs)

        if original is not None:
            functools.update_wrapper(method, original)
        setattr(owner, name, method)
        return function

    return decorate


def adds(owner, name=None):
    """Adds the decorated function to `owner`, for an action that moto lacks."""

    def decorate(function):
        setattr(owner, name or function.__name__, function)
        return function

    return decorate
