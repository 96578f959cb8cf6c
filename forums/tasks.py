import logging

import redis
from celery import shared_task

from forums import actions

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
