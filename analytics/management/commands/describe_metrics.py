from typing import Any

from django.core.management.base import BaseCommand

from analytics.metrics import ALL


def described() -> str:
    """Every figure's definition, as docs/metrics.md holds it."""
    parts = []
    for metric in ALL:
        lines = [f"- **{label}**: {text}." for label, text in metric.definition.lines()]
        parts.append(
            "\n".join([f"### {metric.definition.title}", "", f"`{metric.name}`", "", *lines])
        )
    return "\n\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Print the definition of every figure, for docs/metrics.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(described(), ending="")
