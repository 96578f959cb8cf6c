"""Any other help desk: we call its address, signed; it calls ours (integrations/views/hooks.py). Shapes: shape.py."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from integrations.desk.base import Check, DeskAway, DeskPage, DeskRefused, bad, good, warn
from integrations.desk.client import DeskClient
from integrations.desk.words import asker, story
from integrations.hooks.signing import HEADER, sign
from support.following import full_address
from support.models import Case


class WebhookDesk:
    def __init__(self, *, address: str, secret: str) -> None:
        self.client = DeskClient(address)
        self.address, self.secret = address, secret

    def check(self) -> list[Check]:
        """A signed call that asks for nothing; any 2xx is well."""
        if not self.address:
            return [
                warn(_("Calling it"), _("No address is set: cases come from it, none go to it."))
            ]
        try:
            self._call({"event": "ping"})
        except DeskRefused as error:
            return [
                bad(_("Calling it"), error, _("It has to answer a signed call with 2xx and JSON."))
            ]
        except DeskAway as error:
            return [warn(_("Calling it"), error, _("Try again in a minute."))]
        return [good(_("Calling it"), _("It took a signed call."))]

    def hand_off(self, case: Case, *, key: str, is_again: bool) -> str:
        if not self.address:
            raise DeskRefused(_("No address is set for cases to go to."))
        name, email = asker(case)
        found = self._call(
            {
                "event": "case.handed_over",
                "id": key,
                "case": {
                    "number": case.number,
                    "subject": case.subject,
                    "text": story(case),
                    "name": name,
                    "email": email,
                    "priority": case.priority,
                    "tags": case.tags,
                    "opened_at": case.opened_at.isoformat(),
                    "address": full_address(case.get_absolute_url()),
                },
            }
        )
        reference = found.get("reference") if isinstance(found, dict) else None
        return str(reference or f"case-{case.number}")[:80]

    def pages(self, since: datetime, cursor: str) -> Iterator[DeskPage]:
        """It tells us by itself."""
        yield DeskPage((), cursor, True)

    def _call(self, what: dict[str, Any]) -> Any:
        body = json.dumps(what, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", HEADER: sign(self.secret, body)}
        return self.client.ask("POST", "", data=body, headers=headers).found
