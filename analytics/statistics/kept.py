"""The libraries that reckon for us, loaded when first needed: they weigh a hundred megabytes and a second or two, and
most processes never show a figure."""

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def proportions() -> ModuleType:
    return import_module("statsmodels.stats.proportion")


@cache
def numpy() -> ModuleType:
    return import_module("numpy")


@cache
def scipy_stats() -> ModuleType:
    return import_module("scipy.stats")


@cache
def regression() -> ModuleType:
    return import_module("statsmodels.regression.linear_model")
