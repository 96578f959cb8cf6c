"""The libraries of statistics weigh a hundred megabytes: a process has them once it shows an estimate, not before."""

import os
import subprocess
import sys

from django.conf import settings

ASKS = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
heavy = {"numpy", "scipy", "pandas", "statsmodels"} & set(sys.modules)
assert not heavy, heavy
from analytics.statistics.proportions import wilson
wilson(1, 2)
assert "statsmodels" in sys.modules
"""


def test_no_process_starts_with_them():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "community.settings", "SECRET_KEY": "no request is answered here " * 2,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASKS],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
