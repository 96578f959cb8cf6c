"""What a stranger can write into a mail, a call or a file: none of it makes them somebody else."""

import csv
import io
import time
from email.header import Header

import pytest

from integrations.casefile.table import MOST_COLUMNS, open_table, rows
from integrations.hooks.signing import HEADER, sign
from integrations.letters.judging import is_authenticated
from integrations.letters.letter import read_letter
from integrations.models import HookCall, InboundMail
from support.models import Case
from tests.integrations.letters import SECRET, call, mail, mailbox

SERVER = "mx.fennimore.example"


def judged(results: str, sender: str = "Ada <ada@mail.example>") -> bool:
    raw = mail(sender=sender, Authentication_Results=f"{SERVER}; {results}")
    return is_authenticated(read_letter(raw), SERVER)


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=mail.example",
        "spf=pass smtp.mailfrom=mail.example; dkim=pass header.d=mail.example; dmarc=pass (p=NONE sp=NONE) header.from=mail.example",
        "dmarc = pass (a (nested) comment) header.from=mail.example",
        "DMARC=PASS",
    ],
)
def test_our_servers_word_is_taken(results):
    assert judged(results)


@pytest.mark.parametrize(
    "results",
    [
        # Local parts and comments are the sender's own words.
        "spf=pass smtp.mailfrom=dmarc=pass@evil.example; dmarc=fail header.from=mail.example",
        'spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example; dmarc=fail header.from=mail.example',
        'spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example',
        "spf=fail (dmarc=pass) smtp.mailfrom=evil.example; dmarc=none",
        "spf=pass (; dmarc=pass; ) smtp.mailfrom=evil.example",
        # An unfinished comment or quote: what would be outside of it is not known.
        'spf=pass smtp.mailfrom="x; dmarc=pass',
        "spf=pass smtp.mailfrom=x) ; dmarc=pass",
        # Another domain held than the one that is shown.
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=mail.example; dmarc=fail header.from=mail.example",
        "arc=pass; dkim=pass header.d=mail.example",
    ],
)
def test_a_senders_own_words_are_not_our_servers(results):
    assert not judged(results)


def test_endless_comments_cost_no_time():
    began = time.process_time()
    assert not judged("dmarc=pass " + "(" * 100_000 + ")" * 100_000)
    assert not judged("dmarc=pass " + "(" * 1_900 + ")" * 1_899 + '"' * 50)
    assert time.process_time() - began < 2


def test_an_encoded_name_is_no_address():
    """Decoded first, the name would be read as the address before the true one."""
    name = Header("ada@mail.example, ", "utf-8").encode()
    raw = mail().replace(b"Ada <ada@mail.example>", f"{name} <eve@evil.example>".encode())
    letter = read_letter(raw)
    assert letter.sender == "eve@evil.example"
    hidden = Header("ada@mail.example", "utf-8").encode()
    assert read_letter(mail().replace(b"Ada <ada@mail.example>", hidden.encode())).sender == ""


def test_of_two_senders_neither_is_known():
    both = "Ada <ada@mail.example>, Eve <eve@evil.example>"
    assert not judged("dmarc=pass", sender=both)
    assert judged("dmarc=pass", sender='"Ada, the first" <ada@mail.example>')


@pytest.mark.django_db
def test_a_call_is_not_played_again_with_its_time_written_otherwise(client):
    connection, body, now = mailbox(), mail("One."), int(time.time())
    assert call(connection, body, at=now).status_code == 200
    InboundMail.objects.all().delete()
    Case.objects.all().delete()
    signature = sign(SECRET, body, at=now)
    for again in (
        signature,
        signature.replace("t=", "t=0"),
        signature.replace("t=", "t=00"),
        f" {signature} ,x=1",
        ",".join(reversed(signature.split(","))),
    ):
        address = f"/hooks/mail/{connection.hook_key}/"
        answer = client.post(address, body, content_type="message/rfc822", headers={HEADER: again})
        assert answer.json() == {"said": "taken before"}, again
    assert not Case.objects.exists()
    assert HookCall.objects.count() == 1


@pytest.mark.parametrize("wrong", ["other secret", "other body", "none", "empty secret", "old"])
@pytest.mark.django_db
def test_a_forged_call_does_nothing(client, wrong):
    connection, body = mailbox(), mail("One.")
    header = {
        "other secret": sign("guessed", body),
        "other body": sign(SECRET, mail("Two.")),
        "none": "",
        "empty secret": sign("", body),
        "old": sign(SECRET, body, at=int(time.time()) - 301),
    }[wrong]
    if wrong == "empty secret":
        connection.secret = ""
        connection.save()
    address = f"/hooks/mail/{connection.hook_key}/"
    answer = client.post(address, body, content_type="message/rfc822", headers={HEADER: header})
    assert answer.status_code == 403
    assert not Case.objects.exists()
    assert not HookCall.objects.exists()


def test_a_line_of_commas_is_not_kept_cell_by_cell():
    text = io.StringIO()
    csv.writer(text).writerows([["subject", "opened"], ["a", "b"]])
    file = io.BytesIO(text.getvalue().encode() + b"," * 1_000_000 + b"x\n")
    table = open_table(file)
    assert {len(row.cells) <= MOST_COLUMNS for row in rows(file, table)} == {True}
