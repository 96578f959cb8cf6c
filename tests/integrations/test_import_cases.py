"""Cases from a CSV file, by command and by page: whole, killed, again, with rows that are wrong."""

import csv
import io
import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from analytics.lens import Lens
from analytics.metrics import contacts
from analytics.models import IntentEvidence
from analytics.periods import month_of
from events.actions import deliver
from events.models import Event
from integrations.actions import run_case_import
from integrations.actions.run_case_import import run_case_imports
from integrations.models import BadRow, CaseImport
from support.models import Case
from tests.support.conftest import facts_of

pytestmark = pytest.mark.django_db

HEADER = ["Ticket ID", "Created at", "Subject", "Description", "Requester email", "Status", "Via"]


def row(number: int, **more) -> list[str]:
    values = {
        "Ticket ID": str(number), "Created at": f"2025-03-{number % 28 + 1:02} 10:00", "Subject": f"Case {number}",
        "Description": "It leaks, and\nit hums.", "Requester email": f"c{number}@mail.example",
        "Status": "Closed", "Via": "Email",
    }  # fmt: skip
    return list((values | more).values())


def table(rows, *, header=HEADER, delimiter=",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


@pytest.fixture
def file(tmp_path):
    def written(content: bytes, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def run(path, **more) -> str:
    out = io.StringIO()
    call_command("import_cases", str(path), desk="old", zone="UTC", stdout=out, **more)
    return out.getvalue()


def test_a_file_becomes_cases_of_the_time_before(file):
    said = run(file(table([row(1), row(2, Status="Pending"), row(3, Via="Phone call")])))
    first, second, third = Case.objects.order_by("pk")
    assert first.opened_at == datetime(2025, 3, 2, 10, tzinfo=UTC)
    assert (first.subject, first.status, first.channel, first.email) == (
        "Case 1", "closed", "mail", "c1@mail.example",
    )  # fmt: skip
    assert first.body == "It leaks, and\nit hums."
    assert (second.status, third.channel) == ("waiting", "import")
    assert "3 new, 0 changed, 0 as they were, 0 wrong" in said
    assert sorted(facts_of("support.CasesReceived")[0]["case_ids"]) == [
        each.pk for each in (first, second, third)
    ]


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds(file):
    run(file(table([row(1), row(2)])))
    assert "nothing to do" in run(file(table([row(1), row(2)])))
    said = run(file(table([row(1), row(2, Subject="Other"), row(3)]), "march.csv"))
    assert "1 new, 1 changed, 1 as they were" in said
    assert Case.objects.count() == 3


def test_a_reading_that_was_killed_goes_on_where_it_was(file, monkeypatch):
    monkeypatch.setattr(run_case_import, "BATCH", 10)
    path = file(table([row(each) for each in range(1, 36)]))
    written = []
    real = run_case_import.receive_cases

    def dies_in_the_third(*, desk_cases):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(len(desk_cases))
        return real(desk_cases=desk_cases)

    monkeypatch.setattr(run_case_import, "receive_cases", dies_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        run(path)
    assert Case.objects.count() == 20 and CaseImport.objects.get().last_row == 21
    monkeypatch.setattr(run_case_import, "receive_cases", real)
    said = run(path)
    assert "Going on after row 21" in said and "35 new" in said
    assert Case.objects.count() == 35


def test_bad_rows_stand_in_a_file_to_mend_and_bring_again(file, tmp_path):
    rows = [
        row(1), row(2, **{"Created at": "yesterday"}), row(3, **{"Requester email": "nobody"}),
        row(4, Status="floating"), row(5, Subject="=1+1", Description="=cmd()", Status="?"), [*row(6), "more"],
        row(7, Subject="", Description=""), row(8, **{"Ticket ID": ""}),
    ]  # fmt: skip
    said = run(file(table(rows)))
    assert "1 new" in said and "7 wrong" in said
    mend = tmp_path / "cases-to-mend.csv"
    found = list(csv.DictReader(io.StringIO(mend.read_text("utf-8-sig"))))
    assert [each["Row"] for each in found] == ["3", "4", "5", "6", "7", "8", "9"]
    assert "yesterday" in found[0]["What is wrong"] and "nobody" in found[1]["What is wrong"]
    assert "floating" in found[2]["What is wrong"]
    assert found[3]["Description"] == "'=cmd()", "a spreadsheet runs nothing of it"
    text = mend.read_text("utf-8-sig")
    text = text.replace("yesterday", "2025-03-03").replace("nobody", "c3@mail.example")
    text = text.replace("floating", "open").replace(",?,", ",open,")
    said = run(file(text.encode(), "mended.csv"))
    assert "4 new" in said
    assert Case.objects.get(reference="5").body == "=cmd()", "the guard's sign is gone again"


def test_columns_are_named_where_their_names_do_not_tell(file):
    content = table([["7", "31/12/2025", "Hallo"]], header=["A", "B", "C"], delimiter=";")
    with pytest.raises(CommandError, match="opened_at, subject"):
        run(file(content))
    run(file(content), map=["reference=A", "opened_at=B", "subject=C"])
    case = Case.objects.get()
    assert (case.reference, case.opened_at.date().isoformat()) == ("7", "2025-12-31")
    assert case.status == "closed", "without a column of states they are over"


def test_days_are_read_as_the_file_writes_them(file):
    american = table(
        [["1", "03/04/2025 1:30 PM", "x"], ["2", "12/31/2025 12:00 AM", "y"]],
        header=["id", "created", "subject"],
    )
    run(file(american))
    first, second = Case.objects.order_by("pk")
    assert first.opened_at == datetime(2025, 3, 4, 13, 30, tzinfo=UTC)
    assert second.opened_at == datetime(2025, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"one column only\nx\n", "one column"), (b"PK\x03\x04\0\0\0,\0", "no CSV")],
)
def test_what_is_no_table_is_refused_in_words(file, content, why):
    with pytest.raises(CommandError, match=why):
        run(file(content))
    assert not CaseImport.objects.exists()


def test_letters_of_windows_are_read(file):
    content = "id;created;subject\n1;01.02.2025;Die Mühle klemmt\n".encode("cp1252")
    run(file(content))
    assert Case.objects.get().subject == "Die Mühle klemmt"


# The page


def bring(client: Client, content: bytes, desk="old") -> str:
    file = SimpleUploadedFile("cases.csv", content, "text/csv")
    answer = client.post(reverse("integrations:case_files"), {"file": file, "desk": desk})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


@pytest.fixture
def desk_client(client, administrator):
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


PLAN = {
    "reference": "Ticket ID", "opened_at": "Created at", "subject": "Subject", "status": "Status",
    "day_first": "1", "zone": "UTC",
}  # fmt: skip


def test_the_page_shows_what_would_be_read_before_anything_is(desk_client):
    address = bring(desk_client, table([row(1), row(2, **{"Created at": "soon"})]))
    shown = desk_client.get(address).content.decode()
    assert "Case 1" in shown and "“soon”" in shown and "Of the first 2 rows 1 cannot" in shown
    assert not Case.objects.exists()
    looked = desk_client.post(address, PLAN | {"act": "look", "subject": "Requester email"})
    assert "c1@mail.example" in looked.content.decode() and not Case.objects.exists()
    lacking = desk_client.post(address, PLAN | {"act": "begin", "opened_at": ""})
    assert lacking.status_code == 422 and CaseImport.objects.get().stage == "draft"


def test_begun_on_the_page_it_is_read_by_a_worker(desk_client):
    address = bring(desk_client, table([row(1), row(2, **{"Created at": "soon"}), row(3)]))
    assert desk_client.post(address, PLAN | {"act": "begin"}).status_code == 302
    assert run_case_imports() == 1
    shown = desk_client.get(address).content.decode()
    assert "Finished" in shown and "soon" in shown
    assert Case.objects.count() == 2
    mend = desk_client.get(address + "to-mend.csv")
    text = b"".join(mend.streaming_content).decode("utf-8-sig")
    assert text.count("\n") >= 2 and "soon" in text and "Row" in text
    mended = text.replace("soon", "2025-03-09 08:00").encode()
    again = bring(desk_client, mended)
    assert desk_client.post(again, PLAN | {"act": "begin"}).status_code == 302
    run_case_imports()
    assert Case.objects.count() == 3 and BadRow.objects.count() == 1


def test_deleting_the_file_leaves_its_cases(desk_client):
    address = bring(desk_client, table([row(1), row(2, **{"Created at": "soon"})]))
    desk_client.post(address, PLAN | {"act": "begin"})
    run_case_imports()
    desk_client.post(address + "removal/")
    assert Case.objects.count() == 1 and not BadRow.objects.exists()
    assert CaseImport.objects.get().stored_as == ""


def test_two_readers_at_once_write_each_row_once(desk_client, monkeypatch):
    monkeypatch.setattr(run_case_import, "BATCH", 2)
    address = bring(desk_client, table([row(each) for each in range(1, 10)]))
    desk_client.post(address, PLAN | {"act": "begin"})
    real, once = run_case_import._take, []

    def overtaken(run, *rest, **more):
        if not once:
            once.append(True)
            other = CaseImport.objects.get(pk=run.pk)
            real(other, *rest, **more)
        return real(run, *rest, **more)

    monkeypatch.setattr(run_case_import, "_take", overtaken)
    run_case_imports()
    assert CaseImport.objects.get().new == 2, "the slower one gave way"
    run_case_imports()
    found = CaseImport.objects.get()
    assert (found.stage, found.new, Case.objects.count()) == ("finished", 9, 9)


@pytest.mark.parametrize("who", ["manager", "agent", "member"])
def test_only_administrators_bring_cases(client, who, request):
    client.force_login(
        request.getfixturevalue(who), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(reverse("integrations:case_files")).status_code == 403
    assert client.get(reverse("integrations:case_file", args=[uuid.uuid4()])).status_code == 403


def test_cases_of_before_count_in_the_figures_of_their_month(file):
    run(file(table([row(each) for each in range(1, 8)])))
    for event in Event.objects.filter(kind="support.CasesReceived"):
        assert deliver(event_id=event.pk)
    march = Lens(month_of(date(2025, 3, 1)))
    assert contacts.figure(march).value == contacts.rows(march).count() == 7
    assert contacts.figure(march.before()).value == 0
    opened = IntentEvidence.objects.filter(kind="case_opened", case__desk="old")
    assert opened.count() == 7, "each is a contact among the wishes for help, too"
