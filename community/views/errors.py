"""What is answered when something fails: a part that is away is no fault of ours to be noted, but a moment to wait."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.defaults import server_error
from redis.exceptions import RedisError

from uploads.refusal import StorageAway

RETRY_SECONDS = 10
ALLAUTH_SECONDS = 60  # allauth does not say how long; its shortest limits are a minute's
PART_AWAY = (RedisError, OperationalError, InterfaceError, StorageAway)


def failure(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database, Valkey or the storage is away, whoever asked for it; else 500.

    Called by Django while the error is handled. Sign-in ends here without Valkey: its limits cannot be
    counted then, and nobody guesses passwords or codes uncounted.
    """
    if not isinstance(sys.exc_info()[1], PART_AWAY):
        return server_error(request)
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to allauth's own limits, as core.limits gives it to others."""
    context = {"minutes": 1, "seconds": ALLAUTH_SECONDS}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(ALLAUTH_SECONDS)
    return response
