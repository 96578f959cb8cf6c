"""Plants the enquiries that are told one by one: see everyday.py for the many others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from accounts.models import Browser, Member
from community.demo.conversations import delay, moment
from community.demo.enquiries import ENQUIRIES
from community.demo.enquiries import Enquiry as Written
from community.demo.planting.products import product_in
from community.demo.planting.world import World
from core.text import cook
from forums.models import Topic
from support.models import Case, CaseMessage, Enquiry, OfferedAnswer

AGENT = "otto"

Letter = tuple[datetime, Callable[[], object]]
"""When somebody began to write, and what plants it."""


def told_letters(world: World) -> list[Letter]:
    letters: list[Letter] = []
    for each in ENQUIRIES:
        begun = world.when(moment(each.ago, each.at))
        letters.append((begun, partial(_plant_one, world, each, begun)))
    return letters


def _plant_one(world: World, each: Written, begun: datetime) -> None:
    offered = [world.topics[key] for key in each.offered]
    opened = [world.topics[key] for key in each.opened]
    enquiry = _enquiry(world, each, begun, opened)
    offer(world, enquiry, offered, opened)
    if each.outcome == "sent":
        about = world.topics[each.about] if each.about else None
        case = open_case(world, enquiry, name=each.name, topic=about)
        if each.answer:
            answer_case(world, case, each.answer, after=delay(each.closed_after))


def _enquiry(world: World, each: Written, begun: datetime, opened: list[Topic]) -> Enquiry:
    member = world.members.get(each.by)
    return world.add(
        Enquiry(
            id=world.uuid(),
            member=member,
            browser=browser_of(world, member, begun),
            subject=each.subject,
            text=each.text,
            product=product_in(world, each.subject, each.text),
            answers_found=len(each.offered),
            outcome=each.outcome,
            solved_by_topic=opened[0] if each.outcome == "solved" else None,
            created_at=begun,
            updated_at=begun,
            ended_at=world.soon_after(begun, within=timedelta(minutes=25)),
        )
    )


def browser_of(world: World, member: Member | None, seen: datetime) -> Browser:
    return world.add(Browser(id=world.uuid(), member=member, created_at=seen))


def offer(world: World, enquiry: Enquiry, offered: list[Topic], opened: list[Topic]) -> None:
    for position, topic in enumerate(offered, start=1):
        read = world.soon_after(enquiry.created_at, within=timedelta(minutes=4))
        world.add(
            OfferedAnswer(
                enquiry=enquiry,
                topic=topic,
                position=position,
                offered_at=enquiry.created_at,
                opened_at=read if topic in opened else None,
            )
        )


def open_case(
    world: World, enquiry: Enquiry, *, name: str = "", email: str = "", topic: Topic | None = None
) -> Case:
    member = enquiry.member
    sent = enquiry.ended_at or enquiry.updated_at
    return world.add(
        Case(
            enquiry=enquiry,
            member=member,
            follow_key=world.uuid(),
            name=member.name if member else name,
            email=member.email if member else email,
            subject=enquiry.subject,
            body=enquiry.text,
            product=enquiry.product,
            topic=topic,
            opened_at=sent,
            touched_at=sent,
        )
    )


def answer_case(world: World, case: Case, text: str, *, after: timedelta) -> None:
    """The agent answers and closes; what would end after the anchor stays with the customer."""
    agent = world.members[AGENT]
    closed = case.opened_at + after
    answered = case.opened_at + after * 0.6
    if answered >= world.anchor:
        return
    world.add(
        CaseMessage(
            case=case,
            author=agent,
            is_from_company=True,
            text=text,
            html=cook(text),
            key=world.uuid(),
            created_at=answered,
        )
    )
    case.assigned_to = agent
    case.touched_at = case.first_answered_at = answered
    case.status = Case.Status.WAITING
    if closed < world.anchor:
        case.status = Case.Status.CLOSED
        case.closed_at = case.solved_at = case.touched_at = closed
        case.closed_by = agent
