"""Files of cases: who sees the case sees them, those of notes only agents; by the link, too."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from support.actions import add_files, answer_case, begin_case
from support.following import follow_path
from support.models import Case, CaseFile
from tests.world.walking import picture
from uploads.actions import store_upload


@pytest.fixture
def case(member) -> Case:
    return begin_case(case=Case(member=member, subject="Leak", body="Drip."))


def message(**more) -> dict:
    return {"key": str(uuid.uuid4()), "text": "See this."} | more


def notes(name: str = "notes.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"It drips.")


def test_customer_sends_files_and_the_agent_reads_them(client, agent, member, outsider, case):
    client.force_login(member)
    client.post(case.get_absolute_url(), message(files=[picture(), notes()]))
    files = list(CaseFile.objects.all())
    assert len(files) == 2
    for who, status in ((agent, 200), (member, 200), (outsider, 404)):
        client.force_login(who)
        for file in files:
            assert client.get(file.upload.address).status_code == status, who
    client.force_login(agent)
    page = client.get(case.get_absolute_url()).content.decode()
    assert all(file.upload.address in page for file in files)


def test_files_of_notes_are_not_the_customers(client, agent, member, case):
    client.force_login(agent)
    address = f"/support/cases/{case.number}/answers/"
    client.post(address, message(kind="note", files=[notes()]))
    file = CaseFile.objects.get()
    client.force_login(member)
    assert client.get(file.upload.address).status_code == 404
    assert file.upload.address not in client.get(case.get_absolute_url()).content.decode()


def test_a_file_that_is_refused_keeps_the_message_in_the_form(client, member, case):
    client.force_login(member)
    answer = client.post(case.get_absolute_url(), message(files=[notes("run.exe")]))
    assert answer.status_code == 422
    assert "See this." in answer.content.decode()
    assert not case.messages.exists()


def test_by_the_link_and_not_by_another(client, agent):
    case, other = (
        begin_case(case=Case(name=name, email=f"{name}@mail.example", subject="Leak", body="."))
        for name in ("vera", "xaver")
    )
    client.post(follow_path(case), message(files=[picture()]))
    file = CaseFile.objects.get()
    assert client.get(f"{follow_path(case)}files/{file.upload_id}/").status_code == 200
    assert client.get(f"{follow_path(other)}files/{file.upload_id}/").status_code == 404
    note = answer_case(by=agent, case=case, text="N", key=uuid.uuid4(), is_internal=True)
    secret = store_upload(file=notes(), name="notes.txt", owner=agent, browser_id=None)
    add_files(case=case, message=note, uploads=[secret])
    assert client.get(f"{follow_path(case)}files/{secret.pk}/").status_code == 404
