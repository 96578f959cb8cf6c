"""Handing work to Celery without ever waiting long for the broker, or failing the request."""

import logging
import os
import threading
import time
from contextlib import suppress
from typing import Any

import redis
from celery import current_app
from kombu import Producer

from core.valkey import valkey

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.5
REST_SECONDS = 10.0
RUNG, RUNG_SECONDS = "hearth-rung:", 2.0
GATHER_SECONDS = 0.2
_open_until = 0.0
_own = threading.local()


def hand_over(task: str, *args: Any, after_seconds: float = 0) -> bool:
    """Queue the task by name, to be done at once or a little later; False when the broker is away. A sweep finds what was not handed over.

    After a failure the broker is left alone for REST_SECONDS, so that a hung one costs one request a
    timeout and the others nothing.
    """
    global _open_until
    if time.monotonic() < _open_until:
        return False
    try:
        current_app.send_task(
            task, args=args, countdown=after_seconds or None, producer=_producer(), retry=False, ignore_result=True,
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001 (what the caller did is committed; this must not undo it)
        _open_until = time.monotonic() + REST_SECONDS
        _own.producer = None  # its connection is in an unknown state: the next one is new
        log.warning("The broker is away, %s waits for the sweep: %s", task, error)
        return False
    return True


def ring(task: str) -> bool:
    """Queue a task that deals with all that waits, unless one is on its way already; False when the broker is away.

    It comes after GATHER_SECONDS, so that it finds much to be done together; it begins with `answer`. A ring that got lost holds
    others off for RUNG_SECONDS.
    """
    global _open_until
    if time.monotonic() < _open_until:
        return False
    try:
        if not valkey().set(f"{RUNG}{task}", 1, nx=True, px=int(RUNG_SECONDS * 1000)):
            return True
    except (redis.RedisError, OSError) as error:
        _open_until = time.monotonic() + REST_SECONDS
        log.warning("The broker is away, %s waits for the sweep: %s", task, error)
        return False
    return hand_over(task, after_seconds=GATHER_SECONDS)


def answer(task: str) -> None:
    """From now on `ring` queues the task anew."""
    with suppress(redis.RedisError, OSError):
        valkey().delete(f"{RUNG}{task}")


def rest_is_over() -> None:
    """Try the broker again at the next hand-over; for those who know that it is back."""
    global _open_until
    _open_until = 0.0


def _producer() -> Producer:
    """This thread's producer, on a connection whose timeouts a request can wait for.

    The worker's own connection waits longer; `max_retries` counts kombu's tries to connect.
    """
    if getattr(_own, "producer", None) is None or _own.process != os.getpid():
        connection = current_app.connection_for_write(
            transport_options={
                "socket_timeout": TIMEOUT_SECONDS,
                "socket_connect_timeout": TIMEOUT_SECONDS,
                "max_retries": 0,
            }
        )
        _own.producer = current_app.amqp.Producer(connection, auto_declare=False)
        _own.process = os.getpid()
    return _own.producer
