from typing import Any

from django.core.management.base import BaseCommand

from analytics.metrics import ALL, segments, value_per_member
from analytics.metrics.health import HEALTH


def described() -> str:
    """Every figure's definition, as docs/metrics.md holds it."""
    parts = []
    figures = [(metric.name, metric.definition) for metric in (*ALL, *HEALTH)]
    figures += [
        (value_per_member.NAME, value_per_member.DEFINITION),
        ("segments", segments.DEFINITION),
    ]
    for name, definition in figures:
        lines = [f"- **{label}**: {text}." for label, text in definition.lines()]
        parts.append("\n".join([f"### {definition.title}", "", f"`{name}`", "", *lines]))
    return "\n\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Print the definition of every figure, for docs/metrics.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(described(), ending="")
