"""The agents' desk: hours, teams, a clock for unanswered questions, and cases in every state, sorted and on record."""

from datetime import datetime, timedelta

from community.demo.planting.care import AGENT
from community.demo.planting.world import World
from core.text import cook
from forums.models import Topic
from support.models import (
    AnswerClock,
    BusinessHours,
    Case,
    CaseEvent,
    CaseLink,
    CaseMessage,
    CasePublication,
    Priority,
    Team,
    TeamMembership,
)
from support.promises import start_clocks, stop_clocks
from support.stripping import stripped

UNANSWERED = "monday-paper"
URGENT = "Heron's base smells of burning"
TO_PUBLISH = "Portafilter sits too tight"
NOTE = "Third one of this batch. I have asked the workshop to keep the next that comes in."
SOLVED_LATELY = timedelta(days=7)
WORDS = {
    "gasket": "gasket",
    "charger": "charging",
    "charge": "charging",
    "knob": "spare-parts",
    "lid": "spare-parts",
}


def plant_desk(world: World) -> None:
    first, workshop = _teams(world)
    _clock(world, first)
    _from_a_question(world, first)
    for case in Case.objects.select_related("member", "team").order_by("opened_at", "pk"):
        case.team = workshop if case.topic_id else first
        case.tags = sorted({tag for word, tag in WORDS.items() if word in case.subject.lower()})
        _settle(world, case)
    _urgent(world)
    _ask_to_publish(world)


def _teams(world: World) -> tuple[Team, Team]:
    hours = BusinessHours.objects.create(name="Hamburg office", zone="Europe/Berlin", is_usual=True)
    first = Team.objects.create(name="First line", hours=hours)
    workshop = Team.objects.create(name="Workshop", hours=hours)
    for team in (first, workshop):
        TeamMembership.objects.create(team=team, member=world.members[AGENT])
    first.products.set(world.products.values())
    return first, workshop


def _clock(world: World, team: Team) -> None:
    for slug in ("home-espresso", "filter"):
        AnswerClock.objects.create(
            space=world.spaces[slug], after_hours=72, team=team, since=world.anchor
        )


def _from_a_question(world: World, team: Team) -> None:
    """Nobody had answered it after twelve hours, so it came here by itself."""
    topic: Topic = world.topics[UNANSWERED]
    opened = topic.created_at + timedelta(hours=12)
    case = Case.objects.create(
        member=topic.author, subject=topic.title, body=topic.posts.get(number=1).source, topic=topic,
        channel=Case.Channel.COMMUNITY, team=team, opened_at=opened, touched_at=opened,
        follow_key=world.uuid(),
    )  # fmt: skip
    CaseLink.objects.create(case=case, topic=topic, kind=CaseLink.Kind.CAME_FROM, at=opened)
    _line(case, "opened", opened, became=case.channel)


def _settle(world: World, case: Case) -> None:
    """Its state, its clocks and its record, as if each step had been done when its rows say."""
    if case.channel != Case.Channel.COMMUNITY:
        _line(case, "opened", case.opened_at, became=case.channel)
        if case.topic_id:
            CaseLink.objects.create(case=case, topic_id=case.topic_id, kind=CaseLink.Kind.CAME_FROM)
    agent = world.members[AGENT]
    if case.first_answered_at:
        _line(case, "assigned", case.first_answered_at, by=agent, became=agent.pk)
    if case.is_unfinished:
        start_clocks(case, case.opened_at)
        if case.status == Case.Status.WAITING:
            stop_clocks(case, case.touched_at)
    elif case.closed_at:
        _line(case, "status", case.closed_at, by=agent, was="waiting", became="solved")
        if world.anchor - case.closed_at < SOLVED_LATELY:
            case.status, case.closed_at, case.closed_by = Case.Status.SOLVED, None, None
    case.save()


def _line(case: Case, kind: str, at: datetime, **more: object) -> None:
    CaseEvent.objects.create(case=case, kind=kind, at=at, **more)


def _urgent(world: World) -> None:
    case = Case.objects.get(subject=URGENT)
    agent, taken = world.members[AGENT], case.opened_at + timedelta(minutes=25)
    case.priority, case.status, case.assigned_to = Priority.URGENT, Case.Status.OPEN, agent
    case.tags, case.touched_at = ["safety"], taken
    case.solve_due_at = None
    start_clocks(case, case.opened_at)
    case.save()
    CaseMessage.objects.create(
        case=case, author=agent, is_from_company=True, is_internal=True, text=NOTE, html=cook(NOTE),
        key=world.uuid(), created_at=taken,
    )  # fmt: skip
    _line(case, "status", taken, by=agent, was="new", became="open")
    _line(case, "assigned", taken, by=agent, became=agent.pk)
    _line(case, "priority", taken, by=agent, was="normal", became="urgent")


def _ask_to_publish(world: World) -> None:
    """An answer that would help others: its customer is asked, and sees what was taken out."""
    case = Case.objects.select_related("member").get(subject=TO_PUBLISH)
    message = case.messages.get(is_from_company=True, is_internal=False)
    agent, asked = world.members[AGENT], message.created_at + timedelta(minutes=20)
    publication = CasePublication.objects.create(
        case=case, message=message, kind=CasePublication.Kind.TOPIC, by=agent, asked_at=asked,
        board=world.boards[("home-espresso", "machines")], title=case.subject,
        question=stripped(case, case.body), answer=stripped(case, message.text), key=world.uuid(),
    )  # fmt: skip
    became = {"publication": publication.pk, "state": "asked"}
    _line(case, "publication", asked, by=agent, became=became)
