import uuid

import pytest
from django.test import Client

from accounts.models import Consent, Role
from content.actions import publish_article, write_article
from core.rules import NotAllowed
from support.actions import (
    answer_case,
    close_case,
    link_case,
    reopen_case,
    solve_case,
    take_case,
    write_on_case,
)
from support.following import follow_path
from support.models import Case, CaseMessage, Enquiry, OfferedAnswer
from tests.cast import make_member
from tests.support.conftest import ANSWERS, TYPED, answer_path, facts_of, solved_topic, typed


@pytest.fixture
def case(member) -> Case:
    return Case.objects.create(member=member, subject="Leaking group head", body="It drips.")


@pytest.fixture
def visitors_case(db) -> Case:
    return Case.objects.create(
        name="Vera", email="vera@mail.example", subject="Leak", body="It drips."
    )


def says(text: str = "Change the gasket.", **more) -> dict:
    return {"key": str(uuid.uuid4()), "text": text, "kind": "answer"} | more


def answers(case: Case) -> str:
    return f"/support/cases/{case.number}/answers/"


def test_agent_sees_the_whole_story(client, agent, member, found, solved):
    customer = Client()
    customer.force_login(member)
    Consent.objects.create(member=member, purpose="analytics", text_version="1", place="banner")
    form = typed()
    customer.post(ANSWERS, form)
    customer.get(answer_path(Enquiry.objects.get(), solved))
    customer.post(f"/support/enquiries/{form['key']}/case/", TYPED)
    Case.objects.create(member=member, subject="The grinder squeaks", body="It does.")
    case = Case.objects.get(subject=TYPED["subject"])

    client.force_login(agent)
    assert TYPED["subject"] in client.get("/support/cases/").content.decode()
    page = client.get(case.get_absolute_url()).content.decode()

    assert TYPED["text"] in page
    assert solved.title in page
    assert "Read; it did not help" in page
    assert "Measuring what helps" in page
    assert "The grinder squeaks" in page


def test_agent_answers_and_the_member_is_told(client, agent, member, case):
    client.force_login(agent)
    client.post(answers(case), says())

    case.refresh_from_db()
    assert (case.status, case.assigned_to) == ("waiting", agent)
    (notice,) = facts_of("notifications.NoticeDue")
    assert (notice["member_id"], notice["kind"]) == (member.pk, "case_answered")
    assert notice["url"] == case.get_absolute_url()

    customer = Client()
    customer.force_login(member)
    assert "Change the gasket." in customer.get(case.get_absolute_url()).content.decode()


def test_visitor_is_told_by_mail_without_the_words(client, agent, visitors_case, mailoutbox):
    client.force_login(agent)
    client.post(answers(visitors_case), says())

    assert mailoutbox[0].to == ["vera@mail.example"]
    assert "gasket" not in mailoutbox[0].body


def test_pressed_twice_it_is_one_answer(client, agent, case):
    client.force_login(agent)
    form = says()
    client.post(answers(case), form)
    client.post(answers(case), form)

    assert CaseMessage.objects.count() == 1
    assert len(facts_of("support.CaseReplied")) == 1


def test_answer_and_solve(client, agent, case):
    client.force_login(agent)
    client.post(answers(case), says(kind="solve"))

    case.refresh_from_db()
    assert (case.status, case.closed_at) == ("solved", None)
    assert facts_of("support.CaseSolved") == [{"case_id": case.pk, "by_id": agent.pk}]


def test_internal_note_never_reaches_the_customer(client, agent, member, case, mailoutbox):
    client.force_login(agent)
    client.post(answers(case), says("Third leak this week. CANARY", kind="note"))
    assert "CANARY" in client.get(case.get_absolute_url()).content.decode()

    client.force_login(member)
    assert "CANARY" not in client.get(case.get_absolute_url()).content.decode()
    assert facts_of("notifications.NoticeDue") == facts_of("support.CaseReplied") == []
    assert not mailoutbox
    case.refresh_from_db()
    assert case.status == "new"


def test_note_on_a_visitors_case_is_not_behind_the_link(client, agent, visitors_case):
    answer_case(by=agent, case=visitors_case, text="CANARY", key=uuid.uuid4(), is_internal=True)

    assert "CANARY" not in client.get(follow_path(visitors_case)).content.decode()


def test_hostile_words_stay_words(client, agent, visitors_case):
    Case.objects.filter(pk=visitors_case.pk).update(
        subject="<script>alert(1)</script>", body="<img src=x onerror=alert(2)>", name="<b>V</b>"
    )
    write_on_case(case=visitors_case, by=None, text="<script>alert(3)</script>", key=uuid.uuid4())
    client.force_login(agent)
    for address in (
        visitors_case.get_absolute_url(),
        "/support/cases/",
        follow_path(visitors_case),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>V</b>" not in page


def test_customer_writes_again_and_a_solved_case_opens(client, agent, member, case):
    answer_case(by=agent, case=case, text="Change it.", key=uuid.uuid4())
    solve_case(by=agent, case=case)

    client.force_login(member)
    form = says("It drips again.")
    client.post(case.get_absolute_url(), form)
    client.post(case.get_absolute_url(), form)

    case.refresh_from_db()
    assert (case.status, case.solved_at) == ("open", None)
    assert CaseMessage.objects.filter(is_from_company=False).count() == 1
    assert facts_of("support.CaseReopened") == [{"case_id": case.pk, "by_id": member.pk}]
    told = [each for each in facts_of("notifications.NoticeDue") if each["member_id"] == agent.pk]
    assert len(told) == 1


def test_visitor_writes_by_the_link(client, visitors_case):
    link = follow_path(visitors_case)
    client.post(link, says("It drips again."))

    assert "It drips again." in client.get(link).content.decode()
    assert CaseMessage.objects.get().author is None


def test_forged_old_and_outgrown_links_lead_nowhere(client, visitors_case, member, monkeypatch):
    link = follow_path(visitors_case)
    assert client.get(link[:-2] + "x/").status_code == 404
    assert client.get(f"/support/follow/{visitors_case.follow_key.hex}/").status_code == 404

    Case.objects.filter(pk=visitors_case.pk).update(member=member)
    assert client.get(link).status_code == 404
    Case.objects.filter(pk=visitors_case.pk).update(member=None)
    assert client.get(link).status_code == 200

    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    assert client.get(link).status_code == 404
    assert client.post(link, says()).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "manager", "evangelist", "executive", "administrator"])
def test_others_case_is_not_found(client, request, who, case):
    person = request.getfixturevalue(who)
    client.force_login(person)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.post(case.get_absolute_url(), says()).status_code == 404
    for act in ("answers", "take", "closure", "reopening"):
        assert client.post(f"/support/cases/{case.number}/{act}/", says()).status_code == 404, act
    assert case.subject not in client.get("/support/cases/").content.decode()
    for action in (take_case, close_case, reopen_case):
        with pytest.raises(NotAllowed):
            action(by=person, case=case)
    assert not CaseMessage.objects.exists()


def test_member_does_not_do_the_agents_work(client, member, case):
    client.force_login(member)
    for act in ("answers", "take", "closure", "reopening"):
        assert client.post(f"/support/cases/{case.number}/{act}/", says()).status_code == 403, act
    with pytest.raises(NotAllowed):
        answer_case(by=member, case=case, text="I am the company.", key=uuid.uuid4())


def test_agent_does_not_write_as_the_customer(client, agent, case):
    client.force_login(agent)

    assert client.post(case.get_absolute_url(), says()).status_code == 403


def test_visitor_is_asked_to_sign_in(client, case):
    for address in ("/support/cases/", case.get_absolute_url()):
        assert client.get(address).status_code == 302


def test_take_close_and_reopen(client, agent, case):
    colleague = make_member("colleague", role=Role.AGENT)
    take_case(by=colleague, case=case)
    client.force_login(agent)
    for act, status in (
        ("take", "open"),
        ("solution", "solved"),
        ("reopening", "open"),
        ("closure", "closed"),
        ("closure", "closed"),
        ("reopening", "open"),
    ):
        client.post(f"/support/cases/{case.number}/{act}/")
        case.refresh_from_db()
        assert (case.status, case.assigned_to) == (status, agent)
    assert len(facts_of("support.CaseClosed")) == 1


def test_agent_who_is_the_customer_sees_the_customers_side(client, agent):
    own = Case.objects.create(member=agent, subject="My own machine", body="Leaks.")
    answer_case(
        by=make_member("colleague", role=Role.AGENT),
        case=own,
        text="CANARY",
        key=uuid.uuid4(),
        is_internal=True,
    )

    client.force_login(agent)
    assert "CANARY" not in client.get(own.get_absolute_url()).content.decode()


def test_desk_names_no_conversation_the_agent_may_not_read(
    client, agent, manager, insider, private_board
):
    topic = solved_topic(insider, manager, private_board, "The secret valve")
    enquiry = Enquiry.objects.create(member=insider, subject="Leak")
    OfferedAnswer.objects.create(enquiry=enquiry, topic=topic, position=1)
    case = Case.objects.create(member=insider, subject="Leak", body="Drip.", enquiry=enquiry)

    client.force_login(agent)
    page = client.get(case.get_absolute_url()).content.decode()

    assert "The secret valve" not in page
    assert topic.get_absolute_url() not in page
    assert "A conversation you may not read" in page


def test_links_name_conversations_to_those_who_may_read_them(
    client, agent, manager, insider, private_board, board, evangelist, case
):
    secret = solved_topic(insider, manager, private_board, "The secret valve")
    link_case(by=agent, case=case, topic=secret)
    link_case(by=agent, case=case, topic=solved_topic(insider, evangelist, board, "The open valve"))
    client.force_login(agent)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "The open valve" in page
    assert "The secret valve" not in page


def test_agent_links_by_address_only_what_they_may_read(
    client, agent, manager, insider, private_board, board, evangelist, case
):
    secret = solved_topic(insider, manager, private_board, "The secret valve")
    topic = solved_topic(insider, evangelist, board)
    client.force_login(agent)
    links = f"/support/cases/{case.number}/links/"
    assert client.post(links, {"topic": str(secret.pk)}).status_code == 422
    assert client.post(links, {"topic": "nowhere"}).status_code == 422
    client.post(links, {"topic": f"https://here.example{topic.get_absolute_url()}?after=3"})
    link = case.links.get()
    assert (link.topic, link.kind) == (topic, "see_also")
    client.post(f"{links}{link.pk}/removal/")
    assert not case.links.exists()


def test_help_articles_are_found_where_one_writes(client, agent, evangelist, space, case):
    article = write_article(
        author=evangelist, space=space, title="A new gasket", source="Turn it gently.", is_help=True
    )
    draft = write_article(author=evangelist, space=space, title="CANARY", source="x", is_help=True)
    publish_article(member=evangelist, article=article)
    client.force_login(agent)
    found = client.get(f"/support/cases/{case.number}/canned/?words=gasket").content.decode()
    assert "A new gasket" in found and "CANARY" not in found
    page = client.get(f"{case.get_absolute_url()}?canned={article.slug}").content.decode()
    assert "Turn it gently." in page
    assert (
        "CANARY"
        not in client.get(f"{case.get_absolute_url()}?canned={draft.slug}").content.decode()
    )

    client.post(answers(case), says("Turn it gently.", article=article.pk))
    assert CaseMessage.objects.get().article == article


def test_customer_says_it_is_solved_with_an_account_and_without(
    client, member, outsider, case, visitors_case
):
    client.force_login(outsider)
    assert client.post(f"/support/cases/{case.number}/solution/").status_code == 404
    client.force_login(member)
    client.post(f"/support/cases/{case.number}/solution/")
    again = client.post(f"/support/cases/{case.number}/solution/")
    assert again.status_code == 302
    Client().post(f"{follow_path(visitors_case)}solution/")
    for each in (case, visitors_case):
        each.refresh_from_db()
        assert each.status == "solved"
    assert len(facts_of("support.CaseSolved")) == 2
