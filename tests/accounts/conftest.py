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
        app = {
            "provider_id": "company", "name": "Fennimore account", "client_id": "site",
            "secret": "hush", "settings": {"server_url": issuer.issuer},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        settings.OUTGOING_INSIDE = [issuer.issuer]
        settings.OIDC_TRUSTS_EMAIL = trusted
        return issuer

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()
