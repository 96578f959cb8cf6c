import logging

import redis
from celery import shared_task

from analytics import actions

log = logging.getLogger(__name__)


@shared_task(name="analytics.write_touches")
def write_touches() -> None:
    try:
        actions.write_touches()
    except redis.RedisError as error:
        log.warning("Touches wait until Valkey is back: %s", error)


@shared_task(name="analytics.freeze_months")
def freeze_months() -> None:
    actions.freeze_months()
