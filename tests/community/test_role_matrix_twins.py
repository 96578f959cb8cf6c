"""Two people who must not be let in further than others, at every address of the project.

S is suspended; N is a manager, but of another space. Both are compared with P, a member like any other: what
differs stands here by name, so that a new address is asked about both without a line of its own.
"""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Member, Role
from accounts.standing.suspension import is_still_open
from spaces.models import Space, SpaceRole
from tests.cast import make_member
from tests.community.test_role_matrix import asked, walked
from tests.world import World, addresses, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]

# What being a manager of another space opens besides: the queue of that space and its policies, and nothing of this one.
OPENS_TO_N = {
    ("get", "governance:policy_new"),
    ("post", "governance:policy_new"),
    ("get", "analytics:work"),
    ("get", "analytics:handled"),
    ("get", "analytics:handled_csv"),
    ("get", "analytics:question_rows"),
    ("get", "analytics:questions_csv"),
    ("get", "analytics:health"),
    ("get", "analytics:health_csv"),
    ("get", "analytics:alarms"),
    ("get", "analytics:figures"),
    ("post", "analytics:saved_views"),
    ("get", "moderation:queue"),
    ("get", "moderation:questions"),
    ("get", "analytics:reports"),  # with the figures of that space alone
    ("get", "analytics:report_new"),
    ("post", "analytics:report_new"),
    ("get", "analytics:report"),
    ("get", "analytics:report_csv"),
    ("get", "analytics:report_pdf"),
    ("get", "analytics:report_schedules"),
    ("post", "analytics:report_schedules"),
    ("post", "analytics:report_send"),
}
_of_p: set[tuple[str, str]] = set()


def let_in_where(world: World, member: Member) -> set[tuple[str, str]]:  # noqa: F811
    found = set()
    for name, browsers in walked({"member": member}):
        address = addresses(world, name)[0]
        data = {"topic": world.topic.pk} if name.startswith("notifications:sub") else {}
        for method in ("get", "post"):
            if asked(browsers["member"], method, address, data if method == "post" else {}):
                found.add((method, name))
    return found


@pytest.fixture
def ordinary(world: World) -> set[tuple[str, str]]:  # noqa: F811
    """Where P is let in: names alone, so that it is found out once for all tests here."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    if not _of_p:
        _of_p.update(let_in_where(world, make_member("plain")))
    return _of_p


def test_a_manager_of_another_space_is_a_member_here(world, ordinary):  # noqa: F811
    keeper = make_member("keeper")
    elsewhere = Space.objects.create(slug="tea", name="Tea")
    SpaceRole.objects.create(space=elsewhere, member=keeper, role=Role.MANAGER)
    found = let_in_where(world, keeper)
    assert found - ordinary == OPENS_TO_N
    assert ordinary - found == set()


def test_a_suspended_member_reads_as_others_do_and_writes_nothing(world, ordinary):  # noqa: F811
    silent = make_member("silent", suspended_until=timezone.now() + timedelta(days=30))
    found = let_in_where(world, silent)
    assert found - ordinary == set()
    lost = {(method, name) for method, name in ordinary - found if method == "get"}
    assert lost == set(), "reading stays"
    assert ("post", "forums:reply") in ordinary - found
    written = {name for method, name in found if method == "post"}
    forbidden = {name for name in written if not is_still_open(name, addresses(world, name)[0])}
    assert forbidden == set()
