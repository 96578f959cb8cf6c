import logging

import redis
from celery import shared_task

from forums import actions
from forums.actions import kinds
from forums.boards.closing import run_due_closings
from forums.curating.holding import end_due_pins
from forums.curating.timers import run_due_timers
from forums.keeping.bookmarks import remind_of_due
from forums.reading import positions, scores
from forums.tagging import keeping

log = logging.getLogger(__name__)


@shared_task(name="forums.expire_drafts")
def expire_drafts() -> None:
    actions.expire_drafts()


@shared_task(name="forums.write_views")
def write_views() -> None:
    try:
        actions.write_views()
    except redis.RedisError as error:
        log.warning("What was read is counted once Valkey is back: %s", error)


@shared_task(name="forums.write_positions")
def write_positions() -> None:
    try:
        positions.write_waiting()
    except redis.RedisError as error:
        log.warning("How far members read is written once Valkey is back: %s", error)


@shared_task(name="forums.score_topics")
def score_topics() -> None:
    try:
        scores.score_due_topics()
    except redis.RedisError as error:
        log.warning("The top topics are reckoned once Valkey is back: %s", error)


@shared_task(name="forums.run_topic_timers")
def run_topic_timers() -> None:
    run_due_timers()
    end_due_pins()
    run_due_closings()


@shared_task(name="forums.settle_closed_polls")
def settle_closed_polls() -> None:
    kinds.settle_closed_polls()


@shared_task(name="forums.measure_voices")
def measure_voices() -> None:
    kinds.measure_voices()


@shared_task(name="forums.settle_tags")
def settle_tags() -> None:
    keeping.settle_tags()


@shared_task(name="forums.remind_of_bookmarks")
def remind_of_bookmarks() -> None:
    remind_of_due()
