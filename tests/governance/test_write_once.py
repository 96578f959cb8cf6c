"""What a proposal's page shows to all is written once for all of them: quick, never stale, and with nothing of one reader."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from governance import written
from governance.models import Proposal, ProposalStep
from tests.governance.conftest import guards_off

MOST_QUERIES = 10


def see(client: Client, proposal: Proposal, then: str = "") -> str:
    response = client.get(f"{proposal.get_absolute_url()}{then}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", ["", "ballot/", "roll/"])
def test_page_of_a_vote_asks_a_fixed_number_of_times(
    client: Client, vote: Proposal, member: Member, page: str
) -> None:
    client.force_login(member)

    def asked() -> int:
        see(client, vote, page)
        with CaptureQueriesContext(connection) as queries:
            see(client, vote, page)
        return sum("SAVEPOINT" not in each["sql"] for each in queries)

    before = asked()
    ProposalStep.objects.bulk_create(
        ProposalStep(proposal=vote, state="voting", note=f"Note {n}", by=member) for n in range(9)
    )

    assert asked() == before <= MOST_QUERIES


def test_second_reader_is_given_what_was_written_for_the_first(
    client: Client, vote: Proposal, member: Member, outsider: Member
) -> None:
    client.force_login(member)
    see(client, vote)
    made = written._written.cache_info().misses
    client.force_login(outsider)

    page = see(client, vote)

    assert "Cast my ballot" in page
    assert written._written.cache_info().misses == made


def test_what_is_held_knows_no_reader(client: Client, vote: Proposal, member: Member) -> None:
    """Whoever may do more is shown more, and those who come after them are not."""
    Member.objects.filter(pk=member.pk).update(name="Xantippe Quill")
    client.force_login(member)
    mine = see(client, vote)
    assert "Xantippe Quill" in mine
    assert 'href="#ballot"' in mine
    client.logout()

    page = see(client, vote)

    assert "Xantippe" not in page
    assert 'href="#ballot"' not in page
    assert "Cast my ballot" not in page


def test_company_is_offered_to_change_the_text_and_nobody_else_is(
    client: Client, discussed: Proposal, manager: Member, member: Member
) -> None:
    client.force_login(manager)
    assert "Change the proposed text" in see(client, discussed)
    client.force_login(member)

    assert "Change the proposed text" not in see(client, discussed)


def test_changes_are_shown_at_once(client: Client, vote: Proposal, manager: Member) -> None:
    see(client, vote)
    Member.objects.filter(pk=manager.pk).update(name="Renamed Person")
    with guards_off():
        Proposal.objects.filter(pk=vote.pk).update(affected="Whoever sells", title="Shops, again")

    page = see(client, vote)

    assert "Renamed Person" in page
    assert "Whoever sells" in page
    assert "Shops, again" in page


def test_each_ballot_has_a_receipt_of_its_own(
    client: Client, vote: Proposal, member: Member
) -> None:
    client.force_login(member)

    def code() -> str:
        return see(client, vote).partition('name="receipt" value="')[2][:24]

    assert len({code() for _ in range(3)}) == 3
