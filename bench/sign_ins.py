"""How many people can sign in a minute while others read: `python -m bench.sign_ins [seconds]`.

A house of its own with the demo community and its identity provider. Eight clients sign in one after the other, each time as
somebody else and from another address, through every page and redirect that a browser follows; wrk reads conversations beside
them. Half of the people are new, half have been here before. Prints one table, with the same reading alone as its measure.
"""

import http.client
import json
import re
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode, urlsplit

from bench.load import Figure, read
from tests.house import House, open_folder

CLIENTS = 8
READERS = 4
LONGEST_SECONDS = 60


@dataclass
class Person:
    """A browser of one person: its cookies, its lines, and the seconds our pages took."""

    number: int
    ours: str
    cookies: dict[str, str] = field(default_factory=dict)
    lines: dict[str, http.client.HTTPConnection] = field(default_factory=dict)
    our_seconds: float = 0.0
    requests: int = 0

    def ask(
        self, method: str, address: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, Location and text of one answer; the site's answers are timed."""
        parts = urlsplit(address)
        is_ours = parts.netloc == self.ours
        line = self.lines.setdefault(
            parts.netloc, http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        )
        headers = {
            "X-Forwarded-For": f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"
        }
        if is_ours and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{parts.netloc}",
            }
        began = time.perf_counter()
        line.request(
            method,
            f"{parts.path}?{parts.query}",
            urlencode(form) if form is not None else None,
            headers,
        )
        answer = line.getresponse()
        text = answer.read().decode()
        if is_ours:
            self.our_seconds += time.perf_counter() - began
            self.requests += 1
            for header in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {
                    name: morsel.value for name, morsel in SimpleCookie(header).items()
                }
        return answer.status, answer.headers.get("Location", ""), text


def sign_in(person: Person, name: str, email: str) -> bool:
    """From the sign-in page to the page after it; whether somebody is signed in then."""
    site = f"http://{person.ours}"
    _, _, page = person.ask("GET", f"{site}/accounts/login/")
    way = re.search(r'action="(/accounts/oidc/[^"]+)"', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not (way and token):
        return False
    form = {"csrfmiddlewaretoken": token[1]}
    _, provider, _ = person.ask("POST", site + way[1].replace("&amp;", "&"), form)
    if not provider:
        return False
    _, _, chooser = person.ask("GET", provider)
    ticket = re.search(r'name="ticket" value="([^"]+)"', chooser)
    if not ticket:
        return False
    issuer = urlsplit(provider)
    who = {"ticket": ticket[1], "name": name, "email": email}
    _, back, _ = person.ask("POST", f"http://{issuer.netloc}/continue", who)
    status, landing, _ = person.ask("GET", back)
    if status != 302:
        return False
    status, _, page = person.ask("GET", site + landing if landing.startswith("/") else landing)
    return status == 200 and "account_logout" not in page and "/accounts/logout/" in page


def sign_in_for(
    house: House, seconds: float, numbers: Iterator[int]
) -> tuple[list[float], int, float]:
    """Eight clients until the time is over: our seconds of each sign-in, how many failed, and the seconds it took."""
    took: list[float] = []
    failed: list[int] = []
    lock = threading.Lock()
    ends = time.monotonic() + seconds

    def client() -> None:
        while time.monotonic() < ends:
            with lock:
                number = next(numbers)
            person = Person(number, f"localhost:{house.port}")
            known = number - 1 if number % 2 else number  # every second one came before
            good = sign_in(person, f"Reader {known}", f"reader-{known}@bench.example")
            with lock:
                took.append(person.our_seconds)
                failed.extend([] if good else [number])

    began = time.monotonic()
    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return took, len(failed), time.monotonic() - began


def reading(house: House, paths: list[str], seconds: int) -> Figure:
    return read(house.port, paths, connections=READERS, seconds=seconds, runs=1)


def conversations(house: House) -> list[str]:
    line = http.client.HTTPConnection("localhost", house.port, timeout=20)
    line.request("GET", "/latest/")
    return sorted(set(re.findall(r'href="(/t/\d+/[^"#?]*)', line.getresponse().read().decode())))


def measure(seconds: int) -> dict[str, float]:
    house = House(open_folder(), BEHIND_PROXY="1", TRUSTED_PROXIES="1")
    try:
        house.start()
        paths = conversations(house)
        reading(house, paths, 2)  # warm
        alone = reading(house, paths, min(seconds, 10))
        beside: list[Figure] = []
        load = threading.Thread(target=lambda: beside.append(reading(house, paths, seconds)))
        load.start()
        took, failed, elapsed = sign_in_for(house, seconds, count(1))
        load.join()
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    cuts = statistics.quantiles(took, n=100)
    return {
        "sign_ins_a_minute": (len(took) - failed) / elapsed * 60,
        "failed": failed,
        "our_seconds_p50": cuts[49],
        "our_seconds_p99": cuts[98],
        "reads_a_second_alone": alone.per_second,
        "reads_a_second_beside": beside[0].per_second,
        "bad_reads": beside[0].bad,
    }


def main() -> int:
    seconds = min(int(sys.argv[1]) if len(sys.argv) > 1 else 30, LONGEST_SECONDS)
    found = measure(seconds)
    print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=2))
    return 1 if found["failed"] or found["bad_reads"] else 0


if __name__ == "__main__":
    sys.exit(main())
