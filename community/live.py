"""The live socket alone: `python -m community.live --port 8001`. Pages are not served here, /healthz is."""

import argparse
import asyncio
import gc
import os
import resource
import signal

import django

from community.checks import refuse_bad_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
django.setup()  # before what imports models
refuse_bad_settings()

from core.live.hub import Hub  # noqa: E402
from core.live.wire import Wire  # noqa: E402

GOING_AWAY = 1001
FAREWELL_SECONDS = 1.0
BACKLOG = 2048


async def serve(host: str, port: int) -> None:
    """Until a signal says that it is enough; then every page is told to come back."""
    hub, stop, loop = Hub(), asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    server = await loop.create_server(lambda: Wire(hub), host, port, backlog=BACKLOG)
    work = [asyncio.ensure_future(each) for each in (hub.listen(), hub.look_after(), stop.wait())]
    done, going_on = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    server.close()
    for watcher in hub.everybody():
        watcher.wire.close(GOING_AWAY)
    await asyncio.sleep(FAREWELL_SECONDS if hub.everybody() else 0)
    for task in going_on:
        task.cancel()
    for task in done:
        task.result()  # what ended without being asked to says why


def main() -> None:
    parser = argparse.ArgumentParser(prog="community.live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a file for each open page
    gc.collect()
    gc.freeze()
    asyncio.run(serve(asked.host, asked.port))


if __name__ == "__main__":
    main()
