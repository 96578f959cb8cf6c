"""The environment that the programs of the embedded start get: what was given, and the rest made up."""

import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from community.demo.spaces import BRAND_NAME
from community.local.place import REPOSITORY, Place
from community.local.postgres import Postgres
from community.local.trouble import Trouble
from community.local.valkey import Valkey, free_port

LOOPBACK = {"localhost", "127.0.0.1"}


@dataclass(frozen=True)
class Ports:
    web: int
    live: int
    identity: int
    mail: int


def read_dotenv(path: Path = REPOSITORY / ".env") -> dict[str, str]:
    """Take NAME=value lines from `.env`; what the environment says already, wins.

    A value ends at a space and a #, as in `.env.example`; an empty one counts as not given.
    """
    taken: dict[str, str] = {}
    lines = path.read_text().splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip().isidentifier():
            raise Trouble(f"{path}, line {number} is not NAME=value: correct or remove it.")
        value = re.sub(r"(^|\s)#.*", "", value).strip().strip("\"'")
        if value and not os.environ.get(name.strip()):
            os.environ[name.strip()] = taken[name.strip()] = value
    return taken


def choose_ports() -> Ports:
    """PORT for the pages; the next three, or any free ones, for the socket and the demo's sign-in and mail."""
    given = os.environ.get("PORT", "").strip() or "8000"
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise Trouble(f"PORT is {given!r}: write a number from 1 to 65535.")
    web = int(given)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", web))
        except PermissionError:
            raise Trouble(f"Port {web} is for root only: choose another, PORT=8080.") from None
        except OSError:
            raise Trouble(
                f"Port {web} is taken by another program: stop it, or choose another port, such "
                f"as PORT={web + 10 if web < 65500 else 8010}."
            ) from None
    live = free_port(web + 1 if web < 65534 else 0)
    identity = free_port(web + 2 if web < 65534 else 0)
    mail = free_port(web + 3 if web < 65533 else 0)
    return Ports(web, live, identity, mail)


def base(place: Place, postgres: Postgres | None, valkey: Valkey | None) -> dict[str, str]:
    """What every program needs, the site's management commands included."""
    made = {
        "DJANGO_SETTINGS_MODULE": "community.settings",
        "HEARTH_DATA": str(place.data),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or place.secret("secret-key"),
    }
    if postgres is not None:
        made["DATABASE_URL"] = postgres.address()
    if valkey is not None:
        made["REDIS_URL"] = valkey.address()
    return dict(os.environ) | made


def for_site(given: Mapping[str, str], place: Place, ports: Ports) -> dict[str, str]:
    """What the servers get on top: addresses, and the demo's sign-in where no other is set."""
    made = dict(given)
    made.setdefault("SITE_URL", f"http://localhost:{ports.web}")
    made.setdefault("HEARTH_DEMO", "1")
    local = urlsplit(made["SITE_URL"]).hostname in LOOPBACK
    if local:
        made["LIVE_PORT"] = str(ports.live)
    demo = made["HEARTH_DEMO"] == "1" and local
    if demo and not made.get("EMAIL_HOST"):
        made |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(ports.mail), "DEMO_MAIL": "1"}
    if demo and not made.get("OIDC_ISSUER"):
        made |= {
            "OIDC_ISSUER": f"http://localhost:{ports.identity}",
            "OIDC_NAME": made.get("OIDC_NAME") or f"{BRAND_NAME} account",
            "OIDC_CLIENT_ID": "hearth-demo",
            "OIDC_CLIENT_SECRET": place.secret("demo-client-secret"),
            "OIDC_TRUSTS_EMAIL": "1",
            "DEMO_IDENTITY": "1",
        }
    return made
