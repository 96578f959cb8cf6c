"""As in production: engines by address, DEBUG off, https at a proxy, hashed static files, Granian."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from community.local.leash import spawn
from community.local.place import REPOSITORY
from community.local.valkey import free_port
from tests.house import open_folder

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(240)]

HOST = "community.example.com"
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    """The environment of a public site with a database of its own."""
    server, name, data = os.environ["DATABASE_URL"], f"public_{os.getpid()}", open_folder()
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
    yield dict(os.environ) | {
        "DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl(),
        "HEARTH_DATA": str(data),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "1",
        "OIDC_ISSUER": "https://id.example.com",
        "OIDC_CLIENT_ID": "hearth",
        "OIDC_CLIENT_SECRET": "hush",
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
    }
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"DROP DATABASE {name} WITH (FORCE)")
    shutil.rmtree(data, ignore_errors=True)


def manage(given: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=given, cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip


def program(given: dict[str, str], name: str, port: int) -> subprocess.Popen:
    commands = {
        "pages": ["granian", "--interface", "wsgi", "--workers", "1", "--log-level", "warning", "community.wsgi:application"],
        "live": ["community.live"],
    }  # fmt: skip
    return spawn(
        [sys.executable, "-m", *commands[name], "--port", str(port)],
        env=given, cwd=REPOSITORY, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@contextlib.contextmanager
def served(given: dict[str, str], name: str) -> Iterator[int]:
    port = free_port()
    process = program(given, name, port)
    try:
        for _ in range(600):
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok:
                    break
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="module")
def site(surroundings) -> Iterator[str]:
    for arguments in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        done = manage(surroundings, *arguments)
        assert done.returncode == 0, done.stderr
    with served(surroundings, "pages") as port:
        yield f"http://127.0.0.1:{port}"


def test_check_for_deployment_is_clean(surroundings):
    done = manage(surroundings, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_site_is_ready_and_says_what_is_away(site):
    answer = requests.get(f"{site}/readyz", timeout=10)
    assert answer.status_code == 200
    assert set(answer.json()["away"]) <= {"worker", "beat"}
    assert answer.json()["parts"]["migrations"] == {"ok": True}


def test_page_and_its_hashed_static_files_are_served(site):
    page = requests.get(f"{site}/", headers=PROXIED, timeout=10)
    assert page.status_code == 200
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
    assert sheets
    for sheet in sheets:
        assert re.search(r"\.[0-9a-f]{12}\.css$", sheet)
        answer = requests.get(f"{site}{sheet}", headers=PROXIED, timeout=10)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_plain_http_is_sent_to_https(site):
    answer = requests.get(f"{site}/", headers={"Host": HOST}, allow_redirects=False, timeout=10)
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"https://{HOST}/"


def test_errors_tell_nothing_of_the_inside(site):
    foreign = requests.get(f"{site}/", headers=PROXIED | {"Host": "evil.example"}, timeout=10)
    assert foreign.status_code == 400
    missing = requests.get(f"{site}/no-such-page/", headers=PROXIED, timeout=10)
    assert missing.status_code == 404
    for answer in (foreign, missing):
        assert "Traceback" not in answer.text
        assert "urlpatterns" not in answer.text
        assert "DEBUG" not in answer.text


def test_socket_is_for_pages_of_the_site_alone(surroundings, site):
    with served(surroundings, "live") as port:
        address = f"ws://127.0.0.1:{port}/live/"
        headers = {"Host": HOST}
        with connect(address, origin=f"https://{HOST}", additional_headers=headers) as line:
            line.send('{"ping": true}')
            assert "pong" in line.recv(5)
            line.send(["{", '"ping"', ": true}"])  # in parts
            assert "pong" in line.recv(5)
            line.ping().wait(5)
            line.send("x" * 100_000)
            with pytest.raises(ConnectionClosedError, match="1009"):
                line.recv(5)
        for origin in ("https://evil.example", None):
            with pytest.raises(InvalidStatus, match="403"):
                connect(address, origin=origin, additional_headers=headers)
        for path, status in (("/", 404), ("/live/", 426)):
            headers = {"Origin": f"https://{HOST}"}
            answer = requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=5)
            assert answer.status_code == status
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(b"\x00 nonsense\r\n\r\n")
            raw.settimeout(5)
            assert raw.recv(100) == b"", "it is not talked to"


def test_pages_are_told_to_come_back_where_it_stops(surroundings, site):
    with served(surroundings, "live") as port:
        line = connect(
            f"ws://127.0.0.1:{port}/live/",
            origin=f"https://{HOST}",
            additional_headers={"Host": HOST},
        )
    with pytest.raises(ConnectionClosed) as ended:
        line.recv(5)
    assert ended.value.rcvd.code == 1001


def test_server_does_not_start_on_bad_settings(surroundings):
    wrong = {"SECRET_KEY": "change-me", "DEBUG": "1", "ALLOWED_HOSTS": "*"}
    process = program(surroundings | wrong, "pages", free_port())
    said, _ = process.communicate(timeout=120)
    assert process.returncode != 0
    for code in ("hearth.E001", "hearth.E002", "hearth.E003"):
        assert code in said
    assert "Cure: " in said


def test_nonsense_in_a_variable_is_refused_by_its_name(surroundings):
    done = manage(surroundings | {"DEBUG": "perhaps"}, "check")
    assert done.returncode != 0
    assert "DEBUG is 'perhaps': write one of" in done.stderr
    done = manage(surroundings | {"DATABASE_URL": "mysql://localhost/x"}, "check")
    assert "DATABASE_URL must start with one of" in done.stderr
