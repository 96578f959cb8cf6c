"""The conversations a surge was made of."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from analytics.health import surge
from analytics.health.kinds import kind_of
from analytics.metrics.base import Definition
from analytics.models import Alarm
from analytics.views.alarms import OfAlarm
from analytics.views.quoted import QuotedRowsView, QuotedTableView, Quoting
from forums.models import Post


class OfSurge(OfAlarm, Quoting):
    @cached_property
    def surge(self) -> Alarm:
        alarm = self.alarm()
        if alarm.kind != surge.NAME:
            raise Http404
        return alarm

    def posts(self) -> QuerySet[Post]:
        return surge.opening_posts(self.surge)

    def definition(self) -> Definition:
        kind = kind_of(self.surge.kind)
        return Definition(
            title=kind.title, unit=surge.UNIT, counts=kind.looks_at, source=surge.SOURCE
        )

    def back(self) -> tuple[str, str]:
        return reverse("analytics:alarm", args=[self.surge.pk]), self.surge.space.name


class SurgeRowsView(OfSurge, QuotedRowsView):
    section = "alarms"

    def table_address(self) -> str:
        return reverse("analytics:alarm_topics_csv", args=[self.surge.pk])


class SurgeTableView(OfSurge, QuotedTableView):
    pass
