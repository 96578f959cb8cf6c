"""A provider of the tests' own, and somebody who signs in there: see tests/accounts/issuing.py."""

import threading
from collections.abc import Callable, Iterator

import pytest

from community.local.identity.server import IdentityServer
from community.local.valkey import free_port
from tests.accounts.issuing import KEY, Issuer, Traveller


@pytest.fixture
def traveller(db, brand) -> Traveller:
    return Traveller()


@pytest.fixture
def start(settings) -> Iterator[Callable[..., Issuer]]:
    """Start a provider of the given class, and tell the site that it is the company's."""
    servers = []

    def begin(kind: type[Issuer] = Issuer, *, trusted: bool = True) -> Issuer:
        port = free_port()
        issuer = kind(f"http://localhost:{port}", "site", "hush", key=KEY)
        server = IdentityServer(issuer, port)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        company = {
            "kind": "openid_connect", "slug": "company", "name": "Fennimore account",
            "client_id": "site", "secret": "hush", "details": {"issuer": issuer.issuer},
            "trusts_email": trusted,
        }  # fmt: skip
        settings.IDENTITY_PROVIDERS = [company]
        settings.OUTGOING_INSIDE = [issuer.issuer]
        return issuer

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()
