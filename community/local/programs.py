"""The site's own programs and how each is started."""

import signal
import sys
from pathlib import Path

from community.local.supervisor import Program
from community.local.surroundings import Ports

# SIGTERM ends running tasks after a short while: a task that was not finished is taken again.
WORKER = {"REMAP_SIGTERM": "SIGQUIT", "PYTHONWARNINGS": "ignore:You're running the worker"}


def site_programs(site: dict[str, str], data: Path, ports: Ports) -> list[Program]:
    """Pages first: who waits for them asks that one."""
    python = [sys.executable, "-m"]
    granian = [
        *python, "granian", "--host", "127.0.0.1", "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", "3",
    ]  # fmt: skip
    web = [
        *granian, "--interface", "wsgi", "--port", str(ports.web), "--workers", "2",
        "--blocking-threads", "1", "--no-ws", "community.wsgi:application",
    ]  # fmt: skip
    live = [*python, "community.live", "--port", str(ports.live)]
    celery = [*python, "celery", "--app", "community.celery", "--quiet"]
    worker = [
        *celery, "worker", "--pool", "prefork", "--concurrency", "1", "--loglevel", "WARNING",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    beat = [
        *celery, "beat", "--loglevel", "WARNING", "--pidfile", "",
        "--schedule", str(data / "timetable"),
    ]  # fmt: skip
    programs = [
        Program("web", web, site),
        Program("live", live, site),
        Program(
            "worker",
            worker,
            site | WORKER,
            # With a killed supervisor Valkey goes too, and polite goodbyes would wait for it.
            farewell=signal.SIGKILL,
            # On a machine of few cores pages come first: what follows from a post is done while nobody waits.
            niceness=10,
            mute=("Hitting Ctrl+C", "Cold shutdown", "Soft sh"),
        ),
        Program("beat", beat, site),
    ]
    if site.get("DEMO_IDENTITY"):
        programs.append(Program("identity", [*python, "community.local.identity"], site))
    return programs
