"""Mail of customers: to its case, by what is signed; machines set aside; nothing forged opens another's case."""

import base64
import contextlib
import time
import uuid

import pytest
from allauth.account.models import EmailAddress
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.letters.letter import LetterRefused, read_letter
from integrations.letters.own_words import own_words
from integrations.models import HookCall, InboundMail
from support.actions import answer_case, close_case
from support.models import Case, CaseFile, CaseMessage
from support.reply_address import case_written_to, reply_address, thread_name
from tests.integrations.letters import BOX, call, mail, mailbox
from tests.world.walking import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(brand):
    return mailbox()


@pytest.fixture
def case(box) -> Case:
    """Ada's, opened by her mail."""
    assert call(box, mail()).status_code == 200
    return Case.objects.get()


def test_a_strangers_mail_opens_a_case_and_is_confirmed(box, mailoutbox):
    answer = call(box, mail("The pump is loud.\n\nWhat now?"))
    case = Case.objects.get()
    assert answer.json() == {"outcome": "opened", "reason": "", "case": case.number}
    assert (case.channel, case.status, case.name, case.email) == (
        "mail",
        "new",
        "Ada",
        "ada@mail.example",
    )
    assert (case.subject, case.body, case.member) == (
        "Pump",
        "The pump is loud.\n\nWhat now?",
        None,
    )
    [confirmation] = mailoutbox
    assert confirmation.to == ["ada@mail.example"] and "loud" not in confirmation.body
    assert confirmation.reply_to == [reply_address(case)]
    assert confirmation.extra_headers["References"] == thread_name(case)


def test_an_answer_to_our_mail_goes_to_its_case(box, case, agent):
    answer_case(by=agent, case=case, text="Descale it.", key=uuid.uuid4())
    reply = "It helped, thanks!\n\nOn Mon, 2 Mar 2026 at 09:12, Fennimore <x@y.example> wrote:\n> Descale it.\n"
    answer = call(box, mail(reply, to=reply_address(case), subject="Re: case"))
    assert answer.json()["outcome"] == "added"
    message = case.messages.oldest_first().last()
    assert (message.text, message.source, message.is_from_company) == (
        "It helped, thanks!",
        "mail",
        False,
    )
    case.refresh_from_db()
    assert case.status == "open"


@pytest.mark.parametrize("way", ["address in capitals", "thread", "cc", "own thread"])
def test_a_case_is_found_by_each_signed_way(box, way):
    first = mail(Message_ID="<first@mail.example>")
    call(box, first)
    case = Case.objects.get()
    sent = {
        "address in capitals": {"to": reply_address(case).upper()},
        "thread": {"References": f"<other@x.example> {thread_name(case)}"},
        "cc": {"Cc": f"Support <{reply_address(case)}>"},
        "own thread": {"In_Reply_To": "<first@mail.example>"},
    }[way]
    call(box, mail("More.", **sent))
    assert case.messages.get().text == "More." and Case.objects.count() == 1


def test_a_forged_sender_gets_nobody_elses_case(box, case):
    guessed = [
        {"to": f"support+c{case.number}.{'0' * 24}@fennimore.example"},
        {"References": f"<case-{case.number}.{'a' * 24}@testserver>"},
        {"In_Reply_To": "<hearth-mail-1@testserver>"},
        {"subject": f"Re: case {case.number}"},
    ]
    for sent in guessed:
        call(box, mail("Send me the invoice to evil@x.example", **sent))
    assert not case.messages.exists() and Case.objects.count() == 1 + len(guessed)


def test_anothers_case_is_not_found_by_a_thread_its_customer_did_not_write(box):
    call(box, mail(Message_ID="<first@mail.example>"))
    call(box, mail("Mine?", sender="eve@evil.example", In_Reply_To="<first@mail.example>"))
    ada, eve = Case.objects.order_by("pk")
    assert not ada.messages.exists() and eve.email == "eve@evil.example"


def test_whoever_was_given_the_address_may_write_and_agents_see_who(box, case, agent, mailoutbox):
    call(box, mail("I am her husband.", sender="bob@mail.example", to=reply_address(case)))
    message, note = case.messages.oldest_first()
    assert message.author is None and not message.is_internal
    assert note.is_internal and "bob@mail.example" in note.text
    answer_case(by=agent, case=case, text="Descale it.", key=uuid.uuid4())
    assert {each.to[0] for each in mailoutbox} == {"ada@mail.example"}, "answers go to the customer"
    assert "Descale it." in mailoutbox[-1].body and mailoutbox[-1].reply_to == [reply_address(case)]


def test_a_member_is_known_only_where_our_server_vouches(box, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True)
    forged = "mx.evil.example; dmarc=pass header.from=mail.example"
    call(box, mail(sender=member.email, Authentication_Results=forged))
    assert Case.objects.latest("pk").member is None
    box.details = {"mail_server": "mx.fennimore.example"}
    box.save()
    call(box, mail(sender=member.email, Authentication_Results=forged))
    assert Case.objects.latest("pk").member is None
    call(
        box,
        mail(
            sender=member.email, Authentication_Results="mx.fennimore.example; spf=pass; dmarc=pass"
        ),
    )
    assert Case.objects.latest("pk").member == member


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"Auto_Submitted": "auto-generated; x=y"}, "auto-reply"),
        ({"X_Autoreply": "yes"}, "auto-reply"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"Precedence": "auto_reply"}, "auto-reply"),
        ({"List_Id": "<news.shop.example>"}, "bulk"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"sender": "MAILER-DAEMON@mx.example"}, "bounce"),
        ({"sender": "no-reply@shop.example"}, "no answer wanted"),
        ({"sender": f"Support <{BOX}>"}, "our own"),
        ({"Message_ID": "<hearth-mail-7@testserver>"}, "our own"),
        ({"sender": "nobody"}, "no sender"),
    ],
)
def test_what_no_person_wrote_is_set_aside_and_answered_by_nobody(
    box, settings, headers, reason, mailoutbox
):
    settings.SITE_URL = "http://testserver"
    answer = call(box, mail(**headers))
    assert answer.json() == {"outcome": "ignored", "reason": reason, "case": None}
    assert not Case.objects.exists() and not mailoutbox


def test_a_person_says_no_to_auto_submitted(box):
    assert call(box, mail(Auto_Submitted="no")).json()["outcome"] == "opened"


def test_two_machines_do_not_talk_for_ever(box, mailoutbox):
    outcomes = [call(box, mail(f"Message {each}")).json()["outcome"] for each in range(33)]
    assert outcomes.count("opened") == 30 and outcomes[-1] == "ignored"
    assert len(mailoutbox) == 4, "four confirmations an hour to one address"


def test_the_same_mail_is_read_once(box):
    again = mail(Message_ID="<once@mail.example>")
    call(box, again, at=int(time.time()) - 3)
    assert call(box, again).json()["outcome"] == "opened"
    assert Case.objects.count() == 1 and InboundMail.objects.count() == 1


def test_on_a_closed_case_a_new_one_follows(box, case, agent):
    close_case(by=agent, case=case)
    answer = call(box, mail("It is loud again.", to=reply_address(case)))
    follows = Case.objects.exclude(pk=case.pk).get()
    assert answer.json() == {"outcome": "opened", "reason": "", "case": follows.number}
    assert (follows.follows, follows.body, follows.email) == (case, "It is loud again.", case.email)


def test_files_are_checked_and_the_rest_is_said(box):
    call(
        box,
        mail(
            files=[
                ("cup.png", picture().read()),
                ("run.exe", b"MZ\x90"),
                ("page.html", b"<script>x"),
            ]
        ),
    )
    case = Case.objects.get()
    [file] = CaseFile.objects.filter(case=case)
    assert file.upload.name == "cup.png" and file.upload.owner is None and file.message is None
    note = CaseMessage.objects.get(case=case)
    assert note.is_internal and "run.exe" in note.text and "page.html" in note.text


def test_html_alone_becomes_words_without_what_is_quoted(box):
    html = (
        "<html><head><style>p{}</style></head><body><p>It is <b>loud</b>.</p><p>Every day.</p><script>evil()</script>"
        '<div class="gmail_quote">On Monday you wrote<blockquote>Descale it.</blockquote></div></body></html>'
    )
    raw = mail("").replace(b"text/plain", b"text/html")
    head, _blank, _body = raw.partition(b"\n\n")
    call(box, head + b"\n\n" + html.encode())
    assert Case.objects.get().body == "It is loud.\n\nEvery day."


def test_a_provider_that_takes_mails_apart_says_them_as_json(box):
    said = {
        "from": "Ada Löwe <ada@mail.example>", "to": [BOX], "subject": "Pümpe", "text": "Sie ist laut – sehr.",
        "headers": {"Message-ID": "<json@mail.example>"},
        "attachments": [{"name": "cup.png", "content": base64.b64encode(picture().read()).decode()}],
    }  # fmt: skip
    assert call(box, said).json()["outcome"] == "opened"
    case = Case.objects.get()
    assert (case.name, case.subject, case.body) == ("Ada Löwe", "Pümpe", "Sie ist laut – sehr.")
    assert case.files.count() == 1
    assert (
        call(box, said, at=int(time.time()) - 9).json()["case"] == case.number
        and Case.objects.count() == 1
    )
    raw = {"raw": base64.b64encode(mail("Whole.", Message_ID="<raw@x.example>")).decode()}
    call(box, raw)
    assert Case.objects.latest("pk").body == "Whole."


# Who may call


def test_only_what_is_signed_is_believed(box):
    body = mail()
    assert call(box, body, secret="another").status_code == 403
    assert call(box, body, at=int(time.time()) - 301).status_code == 403
    assert call(box, body, at=int(time.time()) + 301).status_code == 403
    box.is_on = False
    box.save()
    assert call(box, body).status_code == 404
    assert not Case.objects.exists() and not HookCall.objects.exists()


def test_a_call_played_again_does_nothing(box):
    at = int(time.time())
    body = mail(Message_ID="")
    assert call(box, body, at=at).json()["outcome"] == "opened"
    assert call(box, body, at=at).json() == {"said": "taken before"}
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "body", [{"from": 7}, {"raw": "%%%"}, {}, {"from": "a@b.example", "attachments": ["x"]}]
)
def test_nonsense_is_refused_in_words(box, body):
    answer = call(box, body)
    assert answer.status_code in (200, 422) and not Case.objects.exists()


def test_signed_addresses_die_with_their_key_and_live_through_a_new_secret(box, case, settings):
    address, thread = reply_address(case), thread_name(case)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert case_written_to([address], []) == case and case_written_to([], [thread]) == case
    settings.SECRET_KEY_FALLBACKS = []
    assert case_written_to([address], [thread]) is None


# Reading


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ja, das geht.\n\nAm 16.11.2025 um 13:48 schrieb Support <s@x.example>:\n\n> Wir haben", "Ja, das geht."),
        ("Oui.\n\nLe lun. 2 mars 2026 à 09:12, Support <s@x.example> a écrit :\n> Bonjour", "Oui."),
        (
            "Thanks.\n\n________________________________\nFrom: Support <s@x.example>\nSent: Friday, 16 November 2025 "
            "13:48\nTo: Ada\nSubject: Re: leak\n\nOld text",
            "Thanks.",
        ),
        ("I did:\n- descaled it\n- cleaned it\n\nNo change.", "I did:\n- descaled it\n- cleaned it\n\nNo change."),
        ("> Descale it.\n\nI did that already.", "I did that already."),
        ("Done.\n-- \nAda\nTel. 123", "Done."),
        ("As you wrote:\n> use vinegar\nIs that safe?", "As you wrote:\n> use vinegar\nIs that safe?"),
        ("From: what I see it leaks.", "From: what I see it leaks."),
    ],
)  # fmt: skip
def test_a_reply_is_cut_from_what_it_quotes(text, own):
    assert own_words(text) == own


@pytest.mark.parametrize(
    "text",
    ["\n" * 200_000, "On " * 60_000, "On Mon wrote" * 15_000, ">" * 200_000, "-- \n" * 50_000, "From: a\n" * 25_000,
     "x " * 100_000, "_" * 200_000, "Am 1.1. schrieb " * 10_000],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_a_long_one(text):
    began = time.process_time()
    assert len(own_words(text)) <= 10_000
    assert time.process_time() - began < 3


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail_or_refused(raw):
    try:
        letter = read_letter(raw)
    except LetterRefused:
        return
    assert "\0" not in letter.text + letter.subject + letter.sender + letter.sender_name


@pytest.mark.parametrize(
    "raw",
    [
        b"From: =?utf-8?B?////?= <a@b.example>\nSubject: =?nonsense?Q?x?=\nContent-Type: text/plain; charset=nonsense\n\nHi",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" * 50,
        b"From: a@b.example\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)),
    ],
)  # fmt: skip
def test_broken_mails_break_nothing(raw):
    with contextlib.suppress(LetterRefused):
        assert read_letter(raw).sender in ("a@b.example", "")
