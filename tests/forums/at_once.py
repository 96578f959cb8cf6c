"""Fifty members press at the same moment: each in a thread with a connection of its own, twelve of them at a time."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

AT_A_TIME = 12


def all_at_once(calls: Iterable[Callable[[], object]]) -> list[object]:
    """What each returned, in order; an exception comes out as itself."""
    calls = list(calls)
    barrier = threading.Barrier(min(AT_A_TIME, len(calls)))

    def run(number: int, call: Callable[[], object]) -> object:
        try:
            if number < barrier.parties:
                barrier.wait(20)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        pressed = [pool.submit(run, number, call) for number, call in enumerate(calls)]
        return [each.result(60) for each in pressed]
