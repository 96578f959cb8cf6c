"""A list of people to invite: read as spreadsheets write it, told apart, sent once, row by row."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import invitation_list as lists
from accounts.actions.invitation_list import bring_list, confirm_list, send_invitations
from accounts.entering.invitation_list import (
    MOST_ROWS,
    InvitationList,
    ListRefused,
    harmless,
    read_list,
)
from accounts.models import Invitation, InvitationBatch
from core.models import OutgoingMail
from core.rules import NotAllowed
from tests.world import signed_in

pytestmark = pytest.mark.django_db

GOOD = "email,name\nada@mail.example,Ada Lund\nmina@mail.example,Mina Okafor\n"


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"name,E-Mail\nAda Lund,ADA@mail.example\nMina Okafor,mina@mail.example",
        b"ada@mail.example,Ada Lund\nmina@mail.example,Mina Okafor",
    ],
)
def test_read_as_spreadsheets_write(data):
    assert read_list(data).rows == [
        ["ada@mail.example", "Ada Lund"],
        ["mina@mail.example", "Mina Okafor"],
    ]


def test_western_letters_of_old_sheets():
    assert read_list("email,name\na@mail.example,Zoë".encode("cp1252")).rows[0][1] == "Zoë"


def test_bad_rows_say_what_is_wrong():
    found = read_list(
        b"email,name\nnot an address,Ada\n,Nobody\na@mail.example,=1+1\nb@mail.example,see http://x.example\n"
        b"c@mail.example,Good\nC@mail.example,Again\n\n" + b"d@mail.example," + b"x" * 90
    )
    assert [row[0] for row in found.bad] == ["2", "3", "4", "5", "9"]
    assert found.rows == [["c@mail.example", "Good"]]
    assert found.doubled == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\1\2", b"\x89PNG\r\n\x1a\n\0", b"name\nAda", b"email,name\n", b"x" * (2 * 1024 * 1024 + 1)],
)  # fmt: skip
def test_what_is_no_list_is_refused(data):
    with pytest.raises(ListRefused):
        read_list(data)


def test_at_most_ten_thousand_rows():
    def rows(count):
        return "email\n" + "".join(f"p{n}@mail.example\n" for n in range(count))

    assert len(read_list(rows(MOST_ROWS).encode()).rows) == MOST_ROWS
    with pytest.raises(ListRefused):
        read_list(rows(MOST_ROWS + 1).encode())


def test_nobody_is_written_to_before_it_is_confirmed(manager, member):
    found = InvitationList(rows=[["ada@mail.example", "Ada"], [member.email, "M"]])
    batch = bring_list(by=manager, found=found)
    assert (batch.total, batch.known) == (2, 1)
    assert send_invitations() == 0
    assert not OutgoingMail.objects.exists()
    confirm_list(by=manager, batch=batch)
    confirm_list(by=manager, batch=batch)
    assert send_invitations() == 2
    assert send_invitations() == 0
    assert [mail.to for mail in OutgoingMail.objects.all()] == [["ada@mail.example"]]
    batch.refresh_from_db()
    assert (batch.done, batch.known, batch.rows) == (2, 1, [])
    assert batch.finished_at is not None


def test_killed_between_it_goes_on_where_it_was(manager, monkeypatch):
    found = InvitationList(rows=[[f"p{n}@mail.example", ""] for n in range(25)])
    batch = bring_list(by=manager, found=found)
    confirm_list(by=manager, batch=batch)
    monkeypatch.setattr(lists, "AT_ONCE", 10)
    assert send_invitations(most=1) == 10
    letters = []

    def fails(*args):
        letters.append(args)
        if len(letters) == 5:
            raise KeyboardInterrupt
        return whole(*args)

    whole = lists.send_invitation_letter
    monkeypatch.setattr(lists, "send_invitation_letter", fails)
    with pytest.raises(KeyboardInterrupt):
        send_invitations()
    assert Invitation.objects.count() == 10
    monkeypatch.setattr(lists, "send_invitation_letter", whole)
    assert send_invitations() == 15
    assert OutgoingMail.objects.count() == Invitation.objects.count() == 25


def test_members_bring_no_list(member):
    with pytest.raises(NotAllowed):
        bring_list(by=member, found=InvitationList(rows=[["a@mail.example", ""]]))


def test_the_pages(manager, brand, member):
    client = signed_in(manager)
    data = f"email,name\nada@mail.example,Ada\n{member.email},M\n=cmd|x,=1+1\n".encode()
    answer = client.post(
        "/studio/invitations/lists/new/", {"file": SimpleUploadedFile("people.csv", data)}
    )
    page = client.get(answer["Location"]).content.decode()
    assert "2 addresses to invite" in page
    assert member.email not in page  # who is a member is told in total alone
    rows = client.get(f"{answer['Location']}errors.csv").content.decode()
    assert next(csv.reader(io.StringIO(rows.split("\n", 1)[1])))[1].startswith("'=")
    client.post(answer["Location"])
    part = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "0 of 2 invited" in part
    send_invitations()
    assert "All 2 rows" in client.get(answer["Location"]).content.decode()
    wrong = client.post(
        "/studio/invitations/lists/new/", {"file": SimpleUploadedFile("x.csv", b"\0")}
    )
    assert wrong.status_code == 422
    assert InvitationBatch.objects.count() == 1


def test_a_cell_is_shown_and_not_run():
    assert harmless("=1+1") == "'=1+1"
    assert harmless("ada@mail.example") == "ada@mail.example"
