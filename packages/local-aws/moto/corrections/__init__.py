"""Corrections to moto 5.2.1: one module per service, each correction with what AWS does and what moto does instead."""

import importlib
import pkgutil


def apply():
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
