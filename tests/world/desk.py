"""What agents have in hand: a team, files, links, a publication that its customer is asked about, clocks."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forums.models import Board
from support.actions import (
    add_files,
    answer_case,
    ask_to_publish_answer,
    begin_case,
    link_case,
    set_team,
)
from support.following import follow_path
from support.models import AnswerClock, BusinessHours, Case, CaseEvent, CaseMessage, Team
from tests.world.walking import World, canary, picture
from uploads.actions import store_upload


def the_desk(w: World) -> None:
    note = CaseMessage.objects.get(case=w.case, is_internal=True)
    answer = CaseMessage.objects.get(case=w.case, is_internal=False)
    w.note_file = _stored(w.agent, "casenotefile")
    w.case_file = _stored(w.agent, "casefile")
    add_files(case=w.case, message=note, uploads=[w.note_file])
    add_files(case=w.case, message=answer, uploads=[w.case_file])
    cup = picture()
    w.visitors_file = store_upload(file=cup, name=cup.name, owner=w.agent, browser_id=None)
    add_files(case=w.visitors, message=None, uploads=[w.visitors_file])
    w.case_link = link_case(by=w.agent, case=w.case, topic=w.topic)
    w.team = Team.objects.create(name="First line")
    w.hours = BusinessHours.objects.create(name="Office", is_usual=True)
    w.answer_clock = AnswerClock.objects.create(board=w.board, after_hours=48, since=timezone.now())
    set_team(by=w.agent, case=w.case, team=w.team)
    w.case_event = w.case.record.get(kind="team")
    w.case_batch = uuid.uuid4()
    CaseEvent.objects.filter(pk=w.case_event.pk).update(batch=w.case_batch)
    w.case_answer = answer
    _ask(w)


def _stored(owner, word: str):
    file = SimpleUploadedFile(f"{word}.txt", f"Measured: {canary(word)}".encode())
    return store_upload(file=file, name=file.name, owner=owner, browser_id=None)


def _ask(w: World) -> None:
    w.told = begin_case(case=Case(member=w.insider, subject="Valve", body=canary("toldcase")))
    message = answer_case(by=w.agent, case=w.told, text=canary("toldanswer"), key=uuid.uuid4())
    w.publication = ask_to_publish_answer(
        by=w.agent, message=message, kind="topic", title="Valve", question=canary("toldcase"),
        answer=canary("toldanswer"), key=uuid.uuid4(), board=Board.objects.get(pk=w.board.pk),
    )  # fmt: skip


def addresses_of_the_desk(w: World) -> dict[str, list]:
    """What the addresses of the desk name."""
    token = follow_path(w.visitors).rstrip("/").split("/")[-1]
    case, told = {"number": w.case.number}, {"number": w.told.number}
    asked = {**told, "publication_id": w.publication.pk}
    files = [w.note_file, w.case_file, w.visitors_file]
    return {
        "support:link_end": [{**case, "link_id": w.case_link.pk}],
        "support:undo_many": [{"batch": w.case_batch}],
        "support:undo": [{**case, "event_id": w.case_event.pk}],
        "support:publication_new": [{**case, "message_id": w.case_answer.pk}],
        "support:consent": [asked],
        "support:publication_end": [asked],
        "support:follow_solve": [{"token": token}],
        "support:follow_consent": [{"token": token, "publication_id": w.publication.pk}],
        "support:follow_file": [{"token": token, "upload_id": w.visitors_file.pk}],
        "support:team": [{"team_id": w.team.pk}],
        "support:hours": [{"hours_id": w.hours.pk}],
        "support:clock": [{"clock_id": w.answer_clock.pk}],
        "uploads:file": [
            {"pk": str(each.pk), "size": str(each.bytes), "name": each.plain_name}
            for each in files
            if not each.is_picture
        ],
    }
