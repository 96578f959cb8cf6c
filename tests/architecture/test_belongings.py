"""Every table that knows a member is shown to them, and comes with their copy, or says here why not."""

import pytest
from django.apps import apps
from django.db import models

from accounts.models import Browser, Member
from accounts.privacy import belongings

NOT_SHOWN = {
    "accounts.Entrance": "how everybody comes in; names nobody",
    "accounts.IdentityProvider": "a setting; who changed it last is a record of the company's",
    "accounts.Claim": "a way in on its way by mail: it would be a secret shown; gone after a day",
    "accounts.Invitation": "what others were invited by; one's own is shown by its use",
    "accounts.InvitationBatch": "addresses of others; kept until they are written to",
    "spaces.Space": "who leads a space stands on its page",
    "governance.ClauseAnswer": "who answered for the company is a record of the company's",
    "governance.TextRevision": "who changed a proposed text stands with the change",
    "governance.AcceptanceDemand": "who asked that a policy be accepted is a record of the company's",
    "governance.PolicyTranslation": "who keeps policies translated one; a record of the company's",
    "forums.PostDeletion": "that one deleted one's post is shown as the post's state",
    "governance.ProposalStep": "who took a proposal a step on stands on its page",
    "support.EmbedOrigin": "who allowed a site of the company's to show its box; a record of the company's",
    "support.HoldoutShare": "who set from how many answers are withheld; a record of the company's",
    "support.CaseEvent": "who worked a case, and when, is a record of the company's",
    "support.CaseLink": "who linked a case and a conversation is a record of the company's",
    "analytics.AlarmGrade": "who graded an alarm is a record of the company's",
    "analytics.FlashBoard": "who opened a board for the company is a record of the company's",
    "analytics.Note": "who noted what happened to the company is a record of the company's",
    "integrations.DeskConnection": "a setting; who changed it last is a record of the company's",
    "integrations.CaseImport": "who brought a file of cases is a record of the company's; what is in it, the cases show",
    "analytics.CustomerCount": "who set a number of the company's is a record of the company's",
    "analytics.FigureOwner": "who named who answers for a figure is a record of the company's",
    "analytics.Assumption": "who set a figure of the company's is a record of the company's",
}


def knows_a_member(model: type[models.Model]) -> bool:
    for field in model._meta.concrete_fields:
        if field.remote_field and field.related_model in (Member, Browser):
            return True
        if isinstance(field, models.EmailField) or field.name in {
            "email",
            "handle",
            "email_domains",
        }:
            return True
    return False


def test_every_table_that_knows_a_member_was_thought_of():
    shown = {label for section in belongings.sections() for label in section.models}
    asked = {model._meta.label for model in apps.get_models() if knows_a_member(model)}
    assert asked - shown - NOT_SHOWN.keys() == set()
    assert not shown & NOT_SHOWN.keys() and NOT_SHOWN.keys() <= asked


@pytest.mark.django_db
def test_every_section_can_be_read(member):
    for section in belongings.sections():
        assert isinstance(list(section.values(member)), list), section.key
        for label in section.models:
            assert apps.get_model(label)


def test_no_secret_is_a_column():
    secret = {"password", "token", "secret", "data", "session_key", "follow_key", "token_hash"}
    for section in belongings.sections():
        assert not {part for column in section.columns for part in column.split("__")} & secret
