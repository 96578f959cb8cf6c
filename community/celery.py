"""Background work. What the broker loses, the sweep of `events` finds again."""

import os
import signal
import time
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, worker_process_init
from django.core.cache import cache

from community.local.leash import die_with_parent
from community.schedule import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

HEARTBEAT_KEPT_SECONDS = 60

app = Celery("hearth")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.autodiscover_tasks()


@app.task(name="community.heartbeat")
def heartbeat() -> None:
    """Run by a worker every few seconds: the proof that one takes tasks and finishes them."""
    cache.set("heartbeat:worker", time.time(), HEARTBEAT_KEPT_SECONDS)


@after_task_publish.connect(sender="community.heartbeat", dispatch_uid="beat-heartbeat")
def note_beat(**_: Any) -> None:
    """Only beat hands this task over: the proof that it keeps the timetable."""
    cache.set("heartbeat:beat", time.time(), HEARTBEAT_KEPT_SECONDS)


@beat_init.connect(dispatch_uid="beat-first-heartbeat")
def beat_at_once(**_: Any) -> None:
    """Do not let /readyz wait for the first round."""
    heartbeat.apply_async(expires=HEARTBEAT_KEPT_SECONDS)


@worker_process_init.connect(dispatch_uid="worker-leash")
def end_with_worker(**_: Any) -> None:
    """A task process does not outlive a worker that was killed: its task is taken again."""
    die_with_parent(signal.SIGKILL)
