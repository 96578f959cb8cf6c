"""The pages of policies and votes as each of the cast sees them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from governance.actions import advance_proposals, cast_ballot, count_turnout, establish_policy
from governance.models import Policy, Proposal
from governance.secrecy import box
from governance.secrecy.receipts import new_code, receipt_hash
from spaces.models import Space
from tests.governance.conftest import close, days, make_old, make_proposal


def see(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(f"governance:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def test_policy_shows_its_clauses_with_anchors(client: Client, policy: Policy) -> None:
    page = see(client, "policy", "house-rules")

    assert 'id="clause-1"' in page
    assert "Links to shops are not allowed." in page
    assert "version 1" in page


def test_earlier_version_stays_readable(client: Client, vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])
    close(vote)

    assert "allowed when they answer" in see(client, "policy", "house-rules")
    earlier = see(client, "version", "house-rules", 1)
    assert "are not allowed" in earlier
    assert "earlier version" in earlier
    see(client, "version", "house-rules", 7, status=404)


def test_policy_of_a_private_space_is_not_found(
    client: Client, manager: Member, private_space: Space, insider: Member, outsider: Member
) -> None:
    policy = establish_policy(
        member=manager, slug="testers", title="Testers", source="Hush.", space=private_space
    )
    make_old(manager)
    proposal = make_proposal(manager, policy, source="Hush now.")

    for who, status in [(None, 404), (outsider, 404), (insider, 200)]:
        if who:
            client.force_login(who)
        see(client, "policy", "testers", status=status)
        for name in ("proposal", "turnout", "receipt_check"):
            see(client, name, proposal.pk, status=status)
        assert ("Hush" in see(client, "policies")) is False
        assert ("Testers" in see(client, "policies")) is (status == 200)
        assert (proposal.title in see(client, "proposals")) is (status == 200)


def test_proposal_shows_what_differs_word_by_word(client: Client, vote: Proposal) -> None:
    page = see(client, "proposal", vote.pk)

    assert "<del>" in page
    assert "not </del>" in page
    assert "when they answer the question" in page
    assert "Photos of other people" in page
    assert "Half of the <em>good</em> answers" in page
    assert "0 of 3 have voted" in page


def test_visitor_is_told_to_sign_in_and_member_gets_the_ballot(
    client: Client, vote: Proposal, member: Member, newcomer: Member
) -> None:
    assert "Sign in to vote." in see(client, "proposal", vote.pk)

    client.force_login(newcomer)
    assert "You are not on the roll" in see(client, "proposal", vote.pk)

    client.force_login(member)
    assert 'class="ballot ' in see(client, "proposal", vote.pk)


def fill_in(client: Client, vote: Proposal, **chosen: object) -> dict[str, object]:
    """The ballot as its page gives it, with what was chosen."""
    page = see(client, "ballot", vote.pk)
    return {"receipt": page.partition('name="receipt" value="')[2][:24], **chosen}


def test_voting_without_javascript(client: Client, vote: Proposal, member: Member) -> None:
    client.force_login(member)
    form = fill_in(client, vote, choice="1")
    assert "0 of 3 have voted" in see(client, "proposal", vote.pk)

    response = client.post(reverse("governance:ballot", args=[vote.pk]), form)

    assert response.status_code == 200
    assert form["receipt"] in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "You have voted" in see(client, "proposal", vote.pk)
    count_turnout()
    assert "1 of 3 have voted" in see(client, "proposal", vote.pk)


def test_same_form_again_shows_the_same_receipt(
    client: Client, vote: Proposal, member: Member
) -> None:
    client.force_login(member)
    form = fill_in(client, vote, choice="1", reason="Two\r\nlines")
    address = reverse("governance:ballot", args=[vote.pk])

    first, second = client.post(address, form), client.post(address, form)

    assert form["receipt"] in first.content.decode()
    assert form["receipt"] in second.content.decode()
    assert box.count(vote.pk) == 1
    assert box.find(vote.pk, receipt_hash(form["receipt"])) == "recorded"


def test_form_sent_again_with_another_choice_gets_a_fresh_receipt(
    client: Client, vote: Proposal, member: Member
) -> None:
    """Back in the browser, another choice, sent: the choice is kept in the form, the used receipt is not."""
    client.force_login(member)
    form = fill_in(client, vote, choice="1")
    address = reverse("governance:ballot", args=[vote.pk])
    client.post(address, form)

    again = client.post(address, form | {"choice": "2"})

    assert again.status_code == 422
    page = again.content.decode()
    assert form["receipt"] not in page
    assert 'value="2" checked' in page
    fresh = page.partition('name="receipt" value="')[2][:24]
    assert client.post(address, {"choice": "2", "receipt": fresh}).status_code == 200


def test_what_was_chosen_is_shown_to_nobody(client: Client, vote: Proposal, member: Member) -> None:
    client.force_login(member)
    client.post(reverse("governance:ballot", args=[vote.pk]), fill_in(client, vote, choice="1"))

    page = see(client, "ballot", vote.pk)

    assert "You have voted" in page
    assert " checked" not in page


def test_ballot_needs_signing_in_and_a_place_on_the_roll(
    client: Client, vote: Proposal, newcomer: Member
) -> None:
    address = reverse("governance:ballot", args=[vote.pk])
    form = {"choice": "1", "receipt": new_code()}
    assert client.post(address, form).status_code == 302
    client.force_login(newcomer)

    assert client.post(address, form).status_code == 403


@pytest.mark.parametrize(
    "odd", [{"choice": "maybe"}, {"choice": "3"}, {}, {"choice": "1", "receipt": "A"}]
)
def test_odd_ballot_is_said_to_be_odd(
    client: Client, vote: Proposal, member: Member, odd: dict
) -> None:
    client.force_login(member)

    response = client.post(
        reverse("governance:ballot", args=[vote.pk]), {"receipt": new_code()} | odd
    )

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert box.count(vote.pk) == 0


def look_up(client: Client, vote: Proposal, code: str) -> str:
    page = client.post(reverse("governance:receipt_check", args=[vote.pk]), {"code": code})
    assert "no-store" in page["Cache-Control"]
    return page.content.decode()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{plain}"])
def test_receipt_is_found_however_it_is_typed(
    client: Client, vote: Proposal, member: Member, typed: str
) -> None:
    receipt = cast_ballot(member=member, proposal=vote, choice=[2])
    code = typed.format(receipt, lower=receipt.lower(), plain=receipt.replace("-", ""))

    assert "This ballot is recorded" in look_up(client, vote, code)


def test_receipt_says_what_was_counted_after_the_close_only(
    client: Client, vote: Proposal, member: Member, outsider: Member
) -> None:
    old = cast_ballot(member=member, proposal=vote, choice=[2])
    new = cast_ballot(member=member, proposal=vote, choice=[1], reason="Shops <answer>")
    nothing = cast_ballot(member=outsider, proposal=vote, choice=[])
    assert "replaced by a later one" in look_up(client, vote, old)
    before = look_up(client, vote, new)
    assert "recorded" in before
    assert "Yes, change it" not in before
    assert "No ballot that is recorded" in look_up(client, vote, new_code())
    close(vote)

    assert "replaced by a later one" in look_up(client, vote, old)
    counted = look_up(client, vote, new)
    assert "Yes, change it" in counted
    assert "Shops &lt;answer&gt;" in counted
    assert "abstained" in look_up(client, vote, nothing)
    assert "No ballot of this vote" in look_up(client, vote, new_code())


def test_result_is_on_no_page_before_the_close(
    client: Client, vote: Proposal, member: Member, manager: Member, administrator: Member
) -> None:
    """Everything anybody can open reads the same whether a ballot says yes or no."""
    receipts = [cast_ballot(member=member, proposal=vote, choice=[1])]
    names = ["proposal", "turnout", "receipt_check", "ballot", "published_receipts", "secrecy"]

    def pages() -> list[str]:
        texts = [see(client, name, vote.pk) for name in names]
        texts += [see(client, "proposals"), see(client, "policies")]
        return [_without_tokens(text) for text in texts]

    for who in (manager, administrator):
        client.force_login(who)
        see(client, "policies")  # the first page of the day says that a vote is open
        with_yes = pages()
        see(client, "tally", vote.pk, status=403)
        receipts.append(cast_ballot(member=member, proposal=vote, choice=[2]))
        assert pages() == with_yes
        receipts.append(cast_ballot(member=member, proposal=vote, choice=[1]))
    assert not any(receipt in "".join(pages()) for receipt in receipts)


def _without_tokens(text: str) -> str:
    return "\n".join(
        line for line in text.splitlines() if "csrf" not in line and "receipt" not in line.lower()
    )


def test_result_is_there_after_the_close(client: Client, vote: Proposal, member: Member) -> None:
    see(client, "count", vote.pk, status=403)
    cast_ballot(member=member, proposal=vote, choice=[1])
    close(vote)

    assert "More said yes." in see(client, "proposal", vote.pk)
    assert "1 of 3 on the roll voted." in see(client, "count", vote.pk)


def test_members_cannot_propose(client: Client, policy: Policy, member: Member) -> None:
    client.force_login(member)

    see(client, "proposal_new", "house-rules", status=403)
    see(client, "policy_new", status=403)
    assert "Propose a change" not in see(client, "policy", "house-rules")


def test_administrator_writes_a_policy(client: Client, brand, administrator: Member) -> None:
    client.force_login(administrator)
    form = {
        "title": "Privacy",
        "slug": "privacy",
        "summary": "Short.",
        "source": "## 1. Data\n\nFew.",
    }

    response = client.post(reverse("governance:policy_new"), form, follow=True)
    assert 'id="clause-1"' in response.content.decode()

    again = client.post(reverse("governance:policy_new"), form)
    assert again.status_code == 422


def test_front_page_has_a_line_for_members_on_the_roll(
    client: Client, vote: Proposal, member: Member, newcomer: Member
) -> None:
    home = reverse("home")
    assert vote.title not in _civic_line(client.get(home).content.decode())
    client.force_login(newcomer)
    assert vote.title not in _civic_line(client.get(home).content.decode())
    client.force_login(member)
    assert vote.title in _civic_line(client.get(home).content.decode())


def _civic_line(page: str) -> str:
    return page.partition("civic-line")[2].partition("</div>")[0]


def test_discussion_leads_back_to_the_proposal(client: Client, vote: Proposal) -> None:
    page = client.get(vote.topic.get_absolute_url()).content.decode()

    assert vote.get_absolute_url() in page.partition("topic-head")[2].partition("</header>")[0]


def test_stages_before_the_vote(
    client: Client, policy: Policy, board, manager: Member, member: Member
) -> None:
    proposal = make_proposal(
        manager, policy, comment_opens=days(1), voting_opens=days(2), closes=days(3)
    )
    assert "It opens on" in see(client, "proposal", proposal.pk)
    assert "Voting has not opened yet." in see(client, "proposal", proposal.pk)

    Proposal.objects.update(comment_opens=days(-1))
    advance_proposals()
    assert "take part" in see(client, "proposal", proposal.pk)
    assert "The roll is fixed when voting opens" in see(client, "turnout", proposal.pk)
