"""Questions, enquiries and cases become intents as events arrive; a rebuild finds the same."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.actions import adopt_browser, grant_role, withdraw_consent
from accounts.models import Browser, Role
from analytics.actions import rebuild, set_assumption
from analytics.models import Grade, IntentEvidence, SupportIntent, Touch
from content.models import Article
from events.publishing import publish
from forums.actions import mark_solution, withdraw_solution
from forums.events import PostHidden, TopicOpened
from forums.models import Topic
from support.events import AnswerOpened, AnswersOffered, CaseOpened, EnquiryAsked, EnquirySolved
from support.models import Case, Enquiry, Product
from tests.analytics.conftest import (
    accept,
    agree,
    answer,
    ask,
    deliver_all,
    enquire,
    hours_ago,
    touch,
)

pytestmark = pytest.mark.django_db


def tell(*facts) -> None:
    with transaction.atomic():
        for fact in facts:
            publish(fact)
    deliver_all()


def opened(topic: Topic) -> TopicOpened:
    return TopicOpened(
        topic_id=topic.pk,
        post_id=topic.posts.get(number=1).pk,
        author_id=topic.author_id,
        space_id=topic.space_id,
    )


def story() -> list[tuple]:
    """All that is known of intents, without row ids."""
    return sorted(
        (
            intent.key,
            intent.opened_at,
            intent.closes_at,
            intent.grade,
            intent.consent_id,
            tuple(sorted(intent.evidence.values_list("kind", "at", "subject"))),
        )
        for intent in SupportIntent.objects.all()
    )


def test_accepted_answer_of_the_asker_confirms(member, helper, board):
    topic = ask(member, board)
    tell(opened(topic))
    assert SupportIntent.objects.get().grade == Grade.NONE
    mark_solution(by=member, post=answer(topic, helper))
    deliver_all()
    intent = SupportIntent.objects.get()
    assert intent.grade == Grade.CONFIRMED and intent.is_provisional()


def test_taking_the_mark_back_takes_the_deflection_back(member, helper, board):
    topic = ask(member, board)
    post = answer(topic, helper)
    mark_solution(by=member, post=post)
    withdraw_solution(by=member, post=post)
    tell(opened(topic))
    assert SupportIntent.objects.get().grade == Grade.NONE


def test_a_managers_mark_is_not_the_askers_word(member, helper, manager, board):
    topic = ask(member, board)
    mark_solution(by=manager, post=answer(topic, helper))
    tell(opened(topic))
    assert SupportIntent.objects.get().grade == Grade.NONE


def test_answer_on_the_contact_form_confirms(member, helper, board):
    topic = ask(helper, board, at=hours_ago(500))
    enquiry = enquire(outcome="solved", offered=[topic], opened=[topic])
    tell(
        AnswersOffered(enquiry_id=str(enquiry.pk), topic_ids=[topic.pk]),
        AnswerOpened(enquiry_id=str(enquiry.pk), topic_id=topic.pk),
        EnquirySolved(enquiry_id=str(enquiry.pk), topic_id=topic.pk),
    )
    intent = SupportIntent.objects.get()
    assert intent.grade == Grade.CONFIRMED and intent.consent is None


def test_case_fails_it_though_answers_were_read(helper, board):
    topic = ask(helper, board, at=hours_ago(500))
    enquiry = enquire(outcome="sent", offered=[topic], opened=[topic])
    tell(CaseOpened(case_id=enquiry.case.pk))
    assert SupportIntent.objects.get().grade == Grade.FAILED


def test_left_after_reading_is_implicit(helper, board):
    topic = ask(helper, board, at=hours_ago(500))
    enquiry = enquire(outcome="left", offered=[topic], opened=[topic])
    tell(AnswerOpened(enquiry_id=str(enquiry.pk), topic_id=topic.pk))
    assert SupportIntent.objects.get().grade == Grade.IMPLICIT


def test_without_consent_two_questions_are_two_and_nobody_is_named(member, board):
    tell(opened(ask(member, board, at=hours_ago(5))), opened(ask(member, board, at=hours_ago(4))))
    assert SupportIntent.objects.count() == 2
    assert not SupportIntent.objects.filter(key__startswith="member").exists()
    assert set(SupportIntent.objects.values_list("consent", flat=True)) == {None}


def test_with_consent_two_questions_in_a_window_are_one_wish(member, board):
    agree(member)
    tell(opened(ask(member, board, at=hours_ago(5))), opened(ask(member, board, at=hours_ago(4))))
    intent = SupportIntent.objects.get()
    assert intent.key == f"member:{member.pk}" and intent.consent.purpose == "analytics"


def test_consent_does_not_reach_back(member, board):
    """What was done before somebody agreed stays nobody's."""
    agree(member, at=hours_ago(3))
    tell(opened(ask(member, board, at=hours_ago(5))), opened(ask(member, board, at=hours_ago(2))))
    keys = set(SupportIntent.objects.values_list("key", flat=True))
    assert len(keys) == 2 and sum(key.startswith("member:") for key in keys) == 1


def test_case_of_the_same_person_fails_a_solved_question(member, helper, board):
    agree(member)
    topic = ask(member, board, at=hours_ago(30))
    accept(topic, answer(topic, helper), at=hours_ago(20))
    case = Case.objects.create(
        member=member, email="m@mail.example", subject="Still", body="…", opened_at=hours_ago(10)
    )
    tell(opened(topic), CaseOpened(case_id=case.pk))
    assert SupportIntent.objects.get().grade == Grade.FAILED


def test_case_handed_over_from_a_question_fails_that_question(member, board):
    topic = ask(member, board, at=hours_ago(30))
    case = Case.objects.create(
        member=member,
        email="m@mail.example",
        subject="Handed over",
        body="…",
        topic=topic,
        opened_at=hours_ago(10),
    )
    tell(opened(topic), CaseOpened(case_id=case.pk))
    assert SupportIntent.objects.get().grade == Grade.FAILED


def test_hidden_question_is_not_counted(member, manager, board):
    topic = ask(member, board)
    tell(opened(topic))
    Topic.objects.filter(pk=topic.pk).update(state="hidden")
    tell(PostHidden(post_id=topic.posts.get().pk, topic_id=topic.pk, by_id=manager.pk))
    assert not SupportIntent.objects.exists()


def test_the_companys_own_questions_are_not_counted(manager, administrator, member, board):
    tell(opened(ask(manager, board)), opened(ask(member, board)))
    assert SupportIntent.objects.count() == 1
    grant_role(by=administrator, member=member, role=Role.AGENT)
    deliver_all()
    assert not SupportIntent.objects.exists()


def test_discussions_are_not_wishes_for_help(member, board):
    tell(opened(ask(member, board, kind="discussion")))
    assert not SupportIntent.objects.exists()


def test_withdrawn_consent_takes_the_name_and_the_touches_away(member, helper, board):
    consent = agree(member)[0]
    solved = ask(helper, board, at=hours_ago(500))
    accept(solved, answer(solved, member, at=hours_ago(490)), at=hours_ago(480))
    touch(consent, "read_topic", topic=solved, at=hours_ago(6))
    first, second = ask(member, board, at=hours_ago(5)), ask(member, board, at=hours_ago(4))
    rebuild()
    assert SupportIntent.objects.filter(key=f"member:{member.pk}").count() == 1
    withdraw_consent(member=member, browser_id=None, purposes=["analytics"])
    deliver_all()
    assert not Touch.objects.exists()
    assert set(
        SupportIntent.objects.filter(opened_at__gt=hours_ago(24)).values_list("key", flat=True)
    ) == {
        f"topic:{first.pk}",
        f"topic:{second.pk}",
    }
    assert not IntentEvidence.objects.exclude(consent=None).exists()
    before = story()
    rebuild()
    assert story() == before


def test_browsers_enquiry_becomes_the_members_when_they_sign_in(member, helper, board):
    browser = Browser.objects.create()
    agree(browser=browser, at=hours_ago(8))
    topic = ask(helper, board, at=hours_ago(500))
    enquiry = enquire(
        browser=browser, outcome="left", offered=[topic], opened=[topic], at=hours_ago(7)
    )
    tell(AnswerOpened(enquiry_id=str(enquiry.pk), topic_id=topic.pk))
    assert SupportIntent.objects.get().key == f"browser:{browser.pk}"
    adopt_browser(member=member, browser_id=browser.pk)
    deliver_all()
    tell(opened(ask(member, board, at=hours_ago(6))))
    assert SupportIntent.objects.get().key == f"member:{member.pk}"


def test_rebuild_finds_what_following_events_found(member, newcomer, helper, manager, board):
    agree(member)
    browser = Browser.objects.create()
    agree(browser=browser)
    facts = []
    for hours in (400, 300, 290, 100, 10):
        topic = ask(member, board, at=hours_ago(hours))
        facts.append(opened(topic))
        if hours in (300, 10):
            accept(topic, answer(topic, helper, at=hours_ago(hours - 1)), at=hours_ago(hours - 2))
    for who, hours in ((newcomer, 200), (manager, 150)):
        facts.append(opened(ask(who, board, at=hours_ago(hours))))
    known = Topic.objects.first()
    for outcome in ("solved", "sent", "left"):
        for who in ({"browser": browser}, {"member": newcomer}, {}):
            enquiry = enquire(
                **who,
                outcome=outcome,
                offered=[known],
                opened=[known],
                at=hours_ago(len(facts) * 9),
            )
            facts.append(AnswersOffered(enquiry_id=str(enquiry.pk), topic_ids=[known.pk]))
    tell(*reversed(facts))
    followed = story()
    made = rebuild()
    assert story() == followed
    assert made["intents"] == len(followed) > 8


def test_ids_of_intents_stay_when_more_becomes_known(member, helper, board):
    topic = ask(member, board)
    tell(opened(topic))
    known = SupportIntent.objects.get().pk
    mark_solution(by=member, post=answer(topic, helper))
    deliver_all()
    assert SupportIntent.objects.get().pk == known


def test_window_is_the_one_assumed(member, board, executive):
    agree(member)
    tell(opened(ask(member, board, at=hours_ago(60))), opened(ask(member, board, at=hours_ago(30))))
    assert SupportIntent.objects.count() == 1
    set_assumption(by=executive, name="waiting_window", value=Decimal(24), owner="Support")
    deliver_all()
    assert SupportIntent.objects.count() == 2
    assert all(
        row.closes_at - row.opened_at == timedelta(hours=24) for row in SupportIntent.objects.all()
    )


def test_a_letter_that_became_a_question_is_one_wish_with_it(member, helper, board):
    """Nobody's name is kept, yet it is certainly one person: the question they asked instead of sending."""
    solved = ask(helper, board, at=hours_ago(500))
    enquiry = enquire(
        browser=None, outcome="left", offered=[solved], opened=[solved], at=hours_ago(2)
    )
    topic = ask(member, board, at=hours_ago(1))
    enquiry.outcome, enquiry.asked_topic = "asked", topic
    enquiry.save()
    tell(opened(topic), EnquiryAsked(enquiry_id=str(enquiry.pk), topic_id=topic.pk))
    intent = SupportIntent.objects.get()
    assert (intent.key, intent.evidence.count()) == (f"topic:{topic.pk}", 3)
    mark_solution(by=member, post=answer(topic, helper))
    deliver_all()
    assert SupportIntent.objects.get().grade == Grade.CONFIRMED


def test_a_help_article_read_is_potential_and_files_the_wish(member, helper, board):
    article = Article.objects.create(
        space=board.space, author=helper, title="Descaling", slug="descaling", source="…", html="<p>…</p>",
        state="published", published_at=hours_ago(500), is_help=True,
    )  # fmt: skip
    consent = agree(member)[0]
    touch(consent, "read_article", article=article, at=hours_ago(3))
    rebuild()
    intent = SupportIntent.objects.get()
    assert (intent.grade, intent.article, intent.space) == (Grade.POTENTIAL, article, board.space)
    Article.objects.update(is_help=False)
    rebuild()
    assert not SupportIntent.objects.exists()


def test_touches_alone_go_with_their_consent(member, helper, board):
    topic = ask(helper, board, at=hours_ago(500))
    accept(topic, answer(topic, helper), at=hours_ago(400))
    touch(agree(member)[0], "read_topic", topic=Topic.objects.get(), at=hours_ago(3))
    rebuild()
    assert SupportIntent.objects.get(key=f"member:{member.pk}").grade == Grade.POTENTIAL
    withdraw_consent(member=member, browser_id=None, purposes=["analytics"])
    deliver_all()
    assert not SupportIntent.objects.filter(key=f"member:{member.pk}").exists()


def test_the_product_they_named_is_the_wishs_product(helper, board):
    machine = Product.objects.create(name="Machine", slug="machine", space=board.space)
    grinder = Product.objects.create(name="Grinder", slug="grinder")
    topic = ask(helper, board, at=hours_ago(500))
    for product in (grinder, None):
        enquiry = enquire(outcome="left", offered=[topic], opened=[topic])
        Enquiry.objects.filter(pk=enquiry.pk).update(product=product)
    rebuild()
    filed = set(
        SupportIntent.objects.exclude(key__startswith="topic").values_list("product", flat=True)
    )
    assert filed == {machine.pk, grinder.pk}
