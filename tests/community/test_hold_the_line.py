"""What somebody with bad intent tries: each way round a rule, by the way that was open once."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.identity_provider import free_slug
from accounts.actions.merge import merge_members
from accounts.entering import pace
from core.rules import NotAllowed
from moderation.actions import suspend_member
from support.actions import answer_case
from support.models import Case
from tests.cast import make_member
from tests.world import World, world  # noqa: F401

pytestmark = pytest.mark.django_db


def test_nobody_slips_a_way_in_into_an_account_of_the_staff(administrator, agent, member):
    """Merged into theirs, an account of one's own would open it."""
    with pytest.raises(NotAllowed):
        merge_members(by=administrator, source=member, target=agent, reason="One person.")
    second = make_member("second")
    assert merge_members(by=administrator, source=second, target=administrator, reason="Mine.")


def test_a_name_made_up_in_the_form_does_not_hide_whose_code_is_tried(brand, monkeypatch):
    """Whoever any field names is counted, whatever else the form says."""
    monkeypatch.setattr(pace, "TARGET", (2, 300))
    codes = []
    for number in range(4):
        browser = Client(REMOTE_ADDR=f"10.0.2.{number}")
        sent = {"email": "victim@mail.example", "login": f"made-up-{number}"}
        codes.append(browser.post(reverse("account_request_login_code"), sent).status_code)
    assert codes[2:] == [429, 429]


def test_a_short_name_that_the_environment_may_take_is_nobody_elses():
    """Its subjects would be taken for those of another issuer."""
    assert free_slug("openid_connect", "company") != "company"
    assert free_slug("saml", "saml-company") != "saml-company"


def test_a_suspended_agent_answers_nobody(world: World):  # noqa: F811
    case = Case.objects.exclude(member=world.agent).first()
    suspend_member(by=world.administrator, member=world.agent, reason="Rude.", days=7)
    browser = Client()
    browser.force_login(world.agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = {"text": "In the company's name.", "kind": "answer"}
    assert browser.post(reverse("support:answer_case", args=[case.number]), sent).status_code == 403
    for what in ("take", "close", "reopen"):
        assert browser.post(reverse(f"support:{what}", args=[case.number])).status_code == 403
    world.agent.refresh_from_db()
    with pytest.raises(NotAllowed):
        answer_case(by=world.agent, case=case, text="By another way.", key=uuid4())
