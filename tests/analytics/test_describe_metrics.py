from pathlib import Path

from django.conf import settings

from analytics.management.commands.describe_metrics import described


def test_page_about_the_figures_says_what_the_code_says():
    assert described() in Path(settings.BASE_DIR, "docs/metrics.md").read_text()
