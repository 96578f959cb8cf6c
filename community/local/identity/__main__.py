"""Started by the supervisor with the client's name and secret in its environment.

The demo's mailbox runs beside it.
"""

import os
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from community.local.identity.provider import LOOPBACK, Provider
from community.local.identity.server import IdentityServer
from community.local.mailbox import MailServer


def main() -> int:
    issuer = urlsplit(os.environ.get("OIDC_ISSUER", ""))
    site = urlsplit(os.environ.get("SITE_URL", ""))
    if os.environ.get("HEARTH_DEMO") != "1" or {issuer.hostname, site.hostname} - LOOPBACK:
        print(
            "The demo identity provider lets anybody be anyone: it runs for a demo on this machine "
            "only (HEARTH_DEMO=1, SITE_URL at localhost).",
            file=sys.stderr,
        )
        return 1
    provider = Provider(
        issuer=issuer.geturl().rstrip("/"),
        client_id=os.environ["OIDC_CLIENT_ID"],
        client_secret=os.environ["OIDC_CLIENT_SECRET"],
        ports=frozenset({site.port or 80}),
    )
    letters = Path(os.environ["HEARTH_DATA"], "mail")
    if os.environ.get("DEMO_MAIL"):
        mail = MailServer(letters, int(os.environ["EMAIL_PORT"]))
        threading.Thread(target=mail.serve_forever, daemon=True).start()
    IdentityServer(provider, issuer.port or 80, letters=letters).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
