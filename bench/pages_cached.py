"""`python -m bench.pages_cached`: visitors' pages out of the cache, beside a static answer of the same bytes.

Addresses in turn: 2,000 topics; every page of 20 boards. The static answer is a Django view without middleware,
by the same server with as many workers, measured before and after the pages; the mean of both counts.
"""

import http.client
import json
import re
import shutil
import statistics
import sys
import time

from bench.__main__ import RUNS, SECONDS, bare_server, pss_mb
from bench.load import Figure, read, size_of
from tests.house import House, open_folder

BROWSER = "gzip, deflate, br, zstd"
SAMPLE = 40
NODEBB = {"list": 367, "topic": 274}
"""NodeBB 4.11 with two processes, requests a second to visitors, on the machine that docs/performance.md names."""
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def pages_of(port: int, path: str) -> list[str]:
    """The address and those of the pages behind it."""
    found, line = [path], http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while len(found) < 10:
        line.request("GET", found[-1])
        match = NEXT.search(line.getresponse().read().decode())
        if match is None:
            break
        found.append(path + match[1].replace("&amp;", "&").removeprefix(path))
    return found


def first_pass(port: int, paths: list[str]) -> float:
    """Pages a second when each is asked for the first time, one by one."""
    line, began = http.client.HTTPConnection("127.0.0.1", port, timeout=10), time.perf_counter()
    for path in paths:
        line.request("GET", path)
        line.getresponse().read()
    return len(paths) / (time.perf_counter() - began)


def measure(port: int, bare: int, paths: list[str], encoding: str) -> dict:
    step = max(1, len(paths) // SAMPLE)
    size = round(statistics.mean(size_of(port, path, "", encoding) for path in paths[::step]))
    read(port, paths, seconds=4, runs=1, encoding=encoding)  # both processes come to know the pages
    static = [_static(bare, size)]
    page = read(port, paths, seconds=SECONDS, runs=RUNS, encoding=encoding)
    static.append(_static(bare, size))
    mean = statistics.mean(each.per_second for each in static)
    return page.as_dict() | {
        "bytes": size,
        "addresses": len(paths),
        "static_per_second": round(mean),
        "ratio_to_static": round(page.per_second / mean, 3),
    }


def _static(bare: int, size: int) -> Figure:
    read(bare, [f"/static/{size}/"], seconds=1, runs=1)
    return read(bare, [f"/static/{size}/"], seconds=SECONDS, runs=max(1, RUNS // 2))


def main() -> int:
    house = House(open_folder(), HEARTH_DEMO="0")
    try:
        house.start()
        facts_file = house.data / "bench.json"
        script = f"from bench.plant import plant; plant({str(facts_file)!r})"
        planted = house.manage("shell", "--no-imports", "-c", script)
        if not facts_file.exists():
            raise SystemExit(planted.stdout + planted.stderr)
        facts = json.loads(facts_file.read_text())
        lists = [page for board in facts["board"] for page in pages_of(house.port, board)]
        found: dict[str, dict] = {}
        print(f"first pass: {first_pass(house.port, facts['all_topics']):.0f} topics/s")
        with bare_server(house) as bare:
            for name, paths in (("list", lists), ("topic", facts["all_topics"])):
                for words, encoding in (("compressed", BROWSER), ("plain", "")):
                    found[f"{name}, {words}"] = measure(house.port, bare, paths, encoding)
                    _say(f"{name}, {words}", found[f"{name}, {words}"], NODEBB[name])
        web = [pid for pid, command in house.children().items() if "community.wsgi" in command]
        print(f"memory of the web processes: {sum(pss_mb(pid) for pid in web):.0f} MB (PSS)")
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    return 1 if any(each["bad"] for each in found.values()) else 0


def _say(name: str, each: dict, nodebb: int) -> None:
    print(
        f"| {name} | {each['addresses']} | {each['bytes']} | {each['per_second']:.0f} | {each['p50_ms']:.2f} | "
        f"{each['p99_ms']:.1f} | {each['ratio_to_static']:.0%} of {each['static_per_second']} | "
        f"{each['per_second'] / nodebb:.0f} x | {each['bad']} bad |",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
