"""Secret words lie in every corner; every address is asked for as everybody. They come up for the entitled alone."""

import re

import pytest
from django.core import mail

from notifications.actions import send_due_mail
from tests.world import World, addresses, signed_in, url_names, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]

EVERY_MEMBER = "member outsider insider evangelist manager agent executive administrator"
ENTITLED: dict[str, str] = {
    "ownbio": "insider",
    "ownpronouns": "insider",
    "membersplace": EVERY_MEMBER,
    "memberslink": EVERY_MEMBER,
    "private": "insider manager administrator",
    "privateasset": "insider manager administrator evangelist",  # who brought it
    "privatefile": "insider manager administrator",
    "privatereply": "insider manager administrator",
    "privatetagline": "insider manager administrator",
    "privateabout": "insider manager administrator",
    "privatehidden": "insider manager",
    "privatepolicy": "insider manager administrator",
    "privatereason": "insider manager administrator",
    "boardname": "insider executive manager administrator",
    "boardwhy": "insider manager administrator",
    "board": "insider executive manager administrator",
    "boardhidden": "executive manager",
    "hiddenreply": "outsider manager",
    "hiddentopic": "outsider manager",
    "deletedreply": "outsider",
    "deletedtopic": "outsider",
    "struckwords": "manager outsider",  # who wrote it reads it among what is known of them
    "bookmarknote": "member",
    "reportnote": "member manager",  # whoever wrote it reads it among what is known of them
    "draftarticle": "evangelist",
    "memberdraft": "member",
    "profileanswer": "insider executive administrator",  # they agreed to its use by sales
    "visitordraft": "",
    "visitorreply": "",
    "enquiry": "executive administrator",  # their pages open to what was written, without a name
    "boxed": "executive administrator",
    "case": "insider agent executive administrator",
    "casenote": "agent",
    "caseanswer": "insider agent",
    "casefile": "insider agent",
    "casenotefile": "agent",
    "toldcase": "insider agent executive administrator",
    "toldanswer": "insider agent",
    "visitorcase": "agent executive administrator",
    "touchsource": "insider executive administrator",
    "objection": "outsider manager administrator",
    "clientsecret": "",
    "desksecret": "",
}
OPEN = {"open", "openreply"}
ROLES = ["member", "outsider", "insider", "evangelist", "agent", "executive", "manager"]
BY_LINK = {
    "accounts:claim",
    "support:box_visit",
    "support:carry",
    "support:follow",
    "support:follow_file",
}  # the address itself is the right
MORE = ["/search/?q=grinder+stalls", "/search/similar/?title=grinder+stalls", "/search/?q=Solder"]
_WORD = re.compile(r"zq([a-z]+)xk")


def words_in(response) -> set[str]:
    """The secrets in a page, a download, or the address a redirect leads to."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return set(_WORD.findall(body.decode("utf-8", "replace") + str(dict(response.headers)))) - OPEN


def test_secrets_come_up_for_the_entitled_alone(world: World):  # noqa: F811
    leaks, seen = [], set()
    wanted = [
        address for name in url_names() if name not in BY_LINK for address in addresses(world, name)
    ]
    for role in ["visitor", *ROLES]:
        client = signed_in(getattr(world, role) if role != "visitor" else None)
        for address in [*wanted, *MORE]:
            response = client.get(address)
            assert response.status_code < 500, (role, address)
            echo = set(_WORD.findall(address)) if response.status_code >= 300 else set()
            for word in words_in(response) - echo:
                seen.add((word, role))
                if role not in ENTITLED[word].split():
                    leaks.append((word, role, address))
    assert leaks == []
    # The sweep sees: what these people may read did come up.
    assert {
        ("private", "insider"), ("hiddenreply", "manager"), ("deletedtopic", "outsider"),
        ("board", "executive"), ("board", "insider"), ("boardname", "manager"),
        ("draftarticle", "evangelist"), ("casenote", "agent"), ("case", "executive"),
        ("casefile", "insider"), ("casenotefile", "agent"), ("toldanswer", "insider"),
        ("privatepolicy", "insider"), ("ownbio", "insider"), ("membersplace", "outsider"), ("memberdraft", "member"), ("reportnote", "manager"),
    } <= seen  # fmt: skip


def test_mail_holds_no_secret_of_others(world: World):  # noqa: F811
    send_due_mail()
    owners = {getattr(world, role).email: role for role in [*ROLES, "administrator"]}
    leaks = []
    for message in mail.outbox:
        role = owners[message.to[0]]
        found = set(
            _WORD.findall(
                f"{message.subject} {message.body} {getattr(message, 'alternatives', '')}"
            )
        )
        leaks += [(word, role) for word in found - OPEN if role not in ENTITLED[word].split()]
    assert mail.outbox
    assert leaks == []
