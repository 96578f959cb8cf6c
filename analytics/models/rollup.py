"""Counts kept by the hour and by the day. Derived: `analytics.rollups` makes them again from the rows they counted."""

from django.db import models


class Rollup(models.Model):
    """How many rows of a measure lie in one stretch of time, by place; 0 stands for no place."""

    measure = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)
    space = models.BigIntegerField(default=0)
    board = models.BigIntegerField(default=0)
    product = models.BigIntegerField(default=0)
    number = models.PositiveBigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.measure} {self.kind} {self.number}"


class HourCount(Rollup):
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "hour", "kind", "space", "board", "product"],
                name="hour_counted_once",
            )
        ]


class DayCount(Rollup):
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "day", "kind", "space", "board", "product"],
                name="day_counted_once",
            )
        ]


class StaleHour(models.Model):
    """An hour whose rows changed after it was counted. Written by the database itself, whoever changes a row and how.

    Not unique: two writers in one hour must not wait for each other. Whoever recounts deletes what it read.
    """

    measure = models.CharField(max_length=20)
    hour = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["measure", "hour"], name="stale_hour")]

    def __str__(self) -> str:
        return f"{self.measure} {self.hour:%F %R}"


class RolledUp(models.Model):
    """A measure whose counts are whole: until there is a row, figures are counted from the rows themselves."""

    measure = models.CharField(max_length=20, primary_key=True)
    zone = models.CharField(max_length=60, help_text="whose midnights the days begin with")
    rebuilt_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "rolled up"

    def __str__(self) -> str:
        return self.measure
