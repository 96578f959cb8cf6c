import logging

import redis
from celery import shared_task
from django.utils import timezone

from analytics import actions, rollups
from analytics.deflection import before_after
from analytics.health import dependence, surge
from analytics.health.tipping import alarm, doing
from analytics.reports import sending, starters

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
    actions.restate_months()
    before_after.fit()


@shared_task(name="analytics.tend_leads")
def tend_leads() -> None:
    actions.tend_leads()


@shared_task(name="analytics.send_reports")
def send_reports() -> None:
    starters.keep_starters()
    sending.plan(timezone.now())
    sending.send_due()


@shared_task(name="analytics.send_report")
def send_report(delivery_id: int) -> None:
    sending.send(delivery_id=delivery_id)


@shared_task(name="analytics.refresh_rollups")
def refresh_rollups() -> None:
    rollups.refresh()


@shared_task(name="analytics.watch_surges")
def watch_surges() -> None:
    surge.watch_lately()


@shared_task(name="analytics.watch_sizes")
def watch_sizes() -> None:
    alarm.watch()


@shared_task(name=doing.TASK)
def run_splits() -> None:
    doing.run_splits()


@shared_task(name="analytics.watch_dependence")
def watch_dependence() -> None:
    dependence.watch()
