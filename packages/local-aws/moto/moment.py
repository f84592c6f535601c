"""The moment of a change: its time and its chance, so that the same change at the same moment does the same again.

Imported before moto, which then finds these sources where it looks for Python's. A thread without a moment gets the real
ones. What no source of ours can draw again, private keys, is noted down and handed back when a change is made again.
"""

import contextlib
import datetime
import json
import os
import random
import threading
import time
import uuid
from collections import deque

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

HEADER = "HTTP_X_LOCAL_AWS_MOMENT"

real_time = time.time
real_urandom = os.urandom
threads = threading.local()


class Moment:
    """`at` in milliseconds. `keys`: those that the change made when it was made first; none for a new one."""

    def __init__(self, seed, at, keys=None):
        self.random = random.Random(seed)
        self.microseconds = at * 1000
        self.keys = deque(keys or [])
        self.is_new = keys is None

    @classmethod
    def of(cls, environ):
        """The moment that the router gives to a change; `None` for a read."""
        sent = environ.pop(HEADER, None)
        if sent is None:
            return None
        moment = json.loads(sent)
        return cls(moment["seed"], moment["at"])

    def now(self):
        # Time passes, so that what is made later is later.
        self.microseconds += 1
        return self.microseconds / 1_000_000

    def key(self, make):
        if not self.is_new:
            return serialization.load_pem_private_key(
                self.keys.popleft().encode(), password=None, unsafe_skip_rsa_key_validation=True
            )
        key = make()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.keys.append(pem.decode())
        return key


def current():
    return getattr(threads, "moment", None)


@contextlib.contextmanager
def during(moment):
    outer = current()
    threads.moment = moment
    try:
        yield moment
    finally:
        threads.moment = outer


def now():
    moment = current()
    return real_time() if moment is None else moment.now()


def urandom(size):
    moment = current()
    return real_urandom(size) if moment is None else moment.random.randbytes(size)


class Chance(random.Random):
    """Python's and moto's random source."""

    # Made of the real source once; a moment brings its own.
    real = random.Random()

    @property
    def source(self):
        moment = current()
        return self.real if moment is None else moment.random

    def random(self):
        return self.source.random()

    def getrandbits(self, bits):
        return self.source.getrandbits(bits)


class InstantType(type(datetime.datetime)):
    # What Python's own library makes is an instant as well.
    def __instancecheck__(cls, instance):
        return isinstance(instance, Instant.__base__)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, Instant.__base__)


class Instant(datetime.datetime, metaclass=InstantType):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(now(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


def making_keys(module):
    original = module.generate_private_key

    def generate_private_key(*args, **kwargs):
        def make():
            return original(*args, **kwargs)

        moment = current()
        return make() if moment is None else moment.key(make)

    module.generate_private_key = generate_private_key


def install():
    time.time = now
    datetime.datetime = Instant
    os.urandom = random._urandom = urandom
    chance = Chance()
    for name in ("random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform", "getrandbits"):
        setattr(random, name, getattr(chance, name))
    making_keys(rsa)
    making_keys(ec)


class Births:
    """What a service has in a region before anybody asks for it, such as a default network, follows from salt and name.

    moto makes it when the region is first asked for, which may be a read.
    """

    def __init__(self):
        self.salt, self.at = "", 0

    def begin(self, salt, at):
        self.salt, self.at = salt, at

    def moment(self, *names):
        return Moment("/".join((self.salt, *names)), self.at)

    def install(self):
        from moto.core import base_backend
        from moto.moto_api._internal.moto_random import MotoRandom

        for name in ("random", "getrandbits", "source", "real"):
            setattr(MotoRandom, name, Chance.__dict__[name])
        # Tells dictionaries apart, which are made when a service is imported: no part of any moment.
        base_backend.uuid4 = lambda: uuid.UUID(bytes=real_urandom(16), version=4)
        births = self
        find = base_backend.AccountSpecificBackend.__getitem__

        def get_region(self, region):
            if region in self.keys():
                return find(self, region)
            with during(births.moment(self.service_name, self.account_id, region)):
                return find(self, region)

        base_backend.AccountSpecificBackend.__getitem__ = get_region


births = Births()
