"""What stands beside the conversations: articles, a vote, letters to support, pictures, figures."""

import io
import uuid

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import invite, keep_act
from accounts.actions.questions import answer_question, save_question
from accounts.models import Browser, Claim, IdentityProvider, InvitationBatch, Member
from analytics.actions import schedule_report, send_report_now
from analytics.health.tipping.course import name_of
from analytics.health.tipping.value import last_monday
from analytics.models import Alarm, Reckoning, Report, ReportDelivery, Split, SplitPart, SplitTopic
from analytics.reports.starters import keep_starters
from content.actions import add_asset, publish_article, write_article
from content.models import Asset
from forums.actions import reply, save_draft
from forums.models import Board, Topic
from forums.reading.marking import mark_all_read
from governance.actions import (
    advance_proposals,
    argue,
    cast_ballot,
    establish_policy,
    propose_amendment,
)
from governance.models import RollObjection
from integrations.actions.case_files import bring_case_file
from integrations.actions.connections import add_connection
from integrations.models import ImportedPost, ImportRun, ImportSource
from support.actions import (
    allow_origin,
    answer_case,
    offer_answers,
    open_answer,
    open_case,
    save_enquiry,
    save_product,
    set_holdout_share,
)
from support.boxes import new_visit
from support.models import Case, Enquiry
from tests.analytics.conftest import agree, touch
from tests.governance.conftest import AFTER, BEFORE, days, make_old, make_proposal
from tests.support.conftest import solution
from tests.world.walking import World, canary, deliver_all, picture
from uploads.actions import store_image, store_upload


def articles(w: World) -> None:
    """Articles."""
    w.article = publish_article(
        member=w.evangelist,
        article=write_article(
            author=w.evangelist, space=w.space, title="Dialling in", source="Taste."
        ),
    )
    w.draft = write_article(
        author=w.evangelist, space=w.space, title=f"Unfinished {canary('draftarticle')}",
        standfirst=canary("draftarticle"), source=canary("draftarticle"),
    )  # fmt: skip

    w.asset, w.private_asset = (
        add_asset(
            author=w.evangelist, space=w.space, title=title, description=title,
            file=SimpleUploadedFile("guide.pdf", b"%PDF-1.4 " + title.encode() + b"\n%%EOF\n"),
        )
        for title in ("Descaling guide", f"Prototype sheet {canary('privateasset')}")
    )  # fmt: skip
    Asset.objects.filter(pk=w.private_asset.pk).update(space=w.private_space)


def a_vote(w: World) -> None:
    """A vote."""
    w.policy = establish_policy(
        member=w.manager, slug="house-rules", title="House rules", source=BEFORE, summary="Be kind."
    )
    make_old(w.manager, w.member)
    w.proposal = make_proposal(w.manager, w.policy)
    advance_proposals()
    w.proposal.refresh_from_db()
    w.objection = RollObjection.objects.create(
        proposal=w.proposal, member=w.outsider, words=f"I was here. {canary('objection')}"
    )
    w.receipt = cast_ballot(member=w.member, proposal=w.proposal, choice=[1])


def a_discussion(w: World) -> None:
    """A proposal in discussion, an argument, other words for a clause."""
    w.discussed, w.clause, w.argument, w.amendment = _discussion(w, w.member, "Guest rules", "Guests are kind.")  # fmt: skip


def a_private_discussion(w: World) -> None:
    """The same of a policy that holds in a private space alone."""
    secret = canary("privatepolicy")
    Board.objects.filter(pk=w.private_board.pk).update(kinds=["question", "discussion"])
    found = _discussion(w, w.insider, f"Rules {secret}", secret, space=w.private_space)
    w.private_discussed, w.private_clause, w.private_argument, w.private_amendment = found


def _discussion(w: World, writer: Member, title: str, words: str, **place: object) -> tuple:
    policy = establish_policy(
        member=w.manager, slug=slugify(title), title=title, source=f"{BEFORE}\n\n{words}", summary=words,
        **place,
    )  # fmt: skip
    proposal = make_proposal(
        w.manager, policy, title=f"On {words}", why=words, affected=words, source=f"{AFTER}\n\n{words}",
        voting_opens=days(3),
    )  # fmt: skip
    text = proposal.texts.get()
    clause = {"proposal_id": proposal.pk, "text_id": text.pk, "clause": "clause-1"}
    argument = argue(
        member=writer, text=text, clause="clause-1", side="for", source=f"It helps. {words}",
        key=uuid.uuid4(),
    )  # fmt: skip
    amendment = propose_amendment(
        member=writer, text=text, clause="clause-1", source=f"## 1. Links\n\n{words}", why=words,
        key=uuid.uuid4(),
    )  # fmt: skip
    return proposal, clause, argument, amendment


def answers_when_asked(w: World) -> None:
    """What somebody answered when asked."""
    w.question = save_question(
        by=w.administrator, text="What do you make coffee with?", why="To write about it.",
        kind="text", purpose="sales",
    )  # fmt: skip
    answer_question(member=w.insider, question=w.question, value=f"A {canary('profileanswer')}")


def what_waits(w: World) -> None:
    """What waits in a browser, and what was sent to support."""
    save_draft(
        viewer=AnonymousUser(), browser_id=w.browser.pk, key=uuid.uuid4(), board=w.board, kind="question",
        title=f"About {canary('visitordraft')}", source=canary("visitordraft"),
    )  # fmt: skip
    save_draft(
        viewer=w.member, browser_id=None, key=uuid.uuid4(), board=w.board, kind="question",
        title=f"About {canary('memberdraft')}", source=canary("memberdraft"),
    )  # fmt: skip
    w.waiting = keep_act(
        key=uuid.uuid4(), browser_id=w.browser.pk, kind="forums.reply", facts={"topic": w.topic.pk},
        label=f"Reply {canary('visitorreply')}", text=canary("visitorreply"), back="/",
    )  # fmt: skip
    w.claim = Claim.objects.create(browser=w.browser, email="visitor@mail.example")
    w.enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=AnonymousUser(), browser_id=w.browser.pk,
        subject=f"Leak {canary('enquiry')}", text=canary("enquiry"),
    )  # fmt: skip
    offer_answers(enquiry=w.enquiry, found=[solution(w.topic.pk)])
    w.visit = new_visit()
    w.boxed = save_enquiry(
        key=w.visit.enquiry_id, viewer=AnonymousUser(), place=Enquiry.Place.BOX,
        browser_id=Browser.objects.create(pk=w.visit.browser_id).pk, text=canary("boxed"),
    )  # fmt: skip
    offer_answers(enquiry=w.boxed, found=[solution(w.topic.pk)])
    w.product = save_product(by=w.administrator, product=None, name="Wren", tags=[])
    w.site = allow_origin(by=w.administrator, origin="https://www.example.com")
    set_holdout_share(by=w.administrator, percent=0, why="A test shows what there is.")
    w.private_enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=w.insider, browser_id=Browser.objects.create().pk,
        subject=f"Valve {canary('case')}", text=canary("case"),
    )  # fmt: skip
    offer_answers(enquiry=w.private_enquiry, found=[solution(w.private.pk)])
    open_answer(offered=w.private_enquiry.offered.get())
    w.case = open_case(enquiry=w.private_enquiry)
    answer_case(
        by=w.agent,
        case=w.case,
        text=f"Mind: {canary('casenote')}",
        key=uuid.uuid4(),
        is_internal=True,
    )
    answer_case(by=w.agent, case=w.case, text=f"Try {canary('caseanswer')}", key=uuid.uuid4())
    w.visitors = Case.objects.create(
        name=canary("visitorcase"), email="v@mail.example", subject=canary("visitorcase"),
        body=canary("visitorcase"),
    )  # fmt: skip

    w.way_in = IdentityProvider.objects.create(
        kind="openid_connect", slug="works", name="Works", client_id="hearth",
        secret=canary("clientsecret"), details={"issuer": "http://127.0.0.1:9"},
    )  # fmt: skip


def things_and_figures(w: World) -> None:
    """Pictures, figures."""
    w.upload = store_image(file=(cup := picture()), name=cup.name, owner=w.insider, browser_id=None)
    notes = SimpleUploadedFile("notes.txt", f"Measured: {canary('privatefile')}".encode())
    w.file = store_upload(file=notes, name=notes.name, owner=w.insider, browser_id=None)
    w.private_picture = reply(
        author=w.insider, topic=w.private, source=f"{w.upload.markdown} {w.file.markdown}"
    )
    consents = agree(w.insider)
    touch(consents[0], "read_topic", topic=w.private, source=canary("touchsource"), via="referral")
    source = ImportSource.objects.create(site="old.example", board=w.private_board)
    run = ImportRun.objects.create(source=source, file_hash="0" * 64)
    for kind, old_id, post in (
        ("question", 1, w.topic.posts.get(number=1)), ("question", 2, w.private.posts.get(number=1)),
        ("answer", 3, w.answered), ("answer", 4, w.private_reply),
    ):  # fmt: skip
        ImportedPost.objects.create(source=source, run=run, kind=kind, old_id=old_id, post=post)
    w.invitation = invite(by=w.administrator)
    w.help_desk = add_connection(
        by=w.administrator, kind="webhook", secret=canary("desksecret"), name="Desk", is_on=True
    )
    w.case_import = bring_case_file(
        by=w.administrator, file=io.BytesIO(b"id,created,subject\n1,2026-01-02,Leaks\n"), name="cases.csv",
        desk="old-desk", zone="UTC",
    )  # fmt: skip
    w.batch = InvitationBatch.objects.create(created_by=w.administrator)
    deliver_all()

    w.marked = mark_all_read(by=w.member, topics=Topic.objects.filter(pk=w.topic.pk))


def figures_by_mail(w: World) -> None:
    """A report that somebody gets, and one that did not arrive."""
    keep_starters()
    w.report = Report.objects.get(starter="monday")
    reader = w.everybody["executive"]
    w.schedule = schedule_report(
        by=reader, report=w.report, reader=reader, rhythm="weekly", weekday=0, hour=7, zone="UTC"
    )
    w.delivery = send_report_now(by=reader, report=w.report, reader=reader)
    ReportDelivery.objects.update(state="failed", error="451 try later")


def alarms(w: World) -> None:
    """A surge that was noticed in a space that all may read, and one in a private space."""
    w.alarm, w.private_alarm = (
        Alarm.objects.create(
            space=each, kind="surge", key="2026-11-20T14",
            saw={
                "number": 9, "hours": 6, "before": 2, "weeks": 4,
                "since": "2026-11-20T08:00:00+00:00", "until": "2026-11-20T14:00:00+00:00",
            },
            certainty={"p": 0.0001},
        )
        for each in (w.space, w.private_space)
    )  # fmt: skip


def splits(w: World) -> None:
    """What would go where if a space were parted, in a space that all may read and in a private one; and one that is done."""
    w.split, w.private_split = (
        Split.objects.create(space=each, stage="proposed") for each in (w.space, w.private_space)
    )
    for split, topic in ((w.split, w.topic), (w.private_split, w.private)):
        for number in (1, 2):
            part = SplitPart.objects.create(
                split=split, number=number, name=f"Part {number}", members=12, replies=40, topics=1
            )
            SplitTopic.objects.create(part=part, topic=topic, posts=3)
    w.done_split = Split.objects.create(
        space=w.space, stage="done", reason="Too many.", by=w.manager, begun_at=timezone.now()
    )
    weeks = [[last_monday().isoformat(), 9, 4, 3]]
    for space in (w.space, w.private_space):
        Reckoning.objects.create(name=name_of(space.pk), result={"weeks": weeks, "lines": None})
