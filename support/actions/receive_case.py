"""Cases that a help desk tells us of: written once, brought up to date when told again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.html import TextRefused
from core.text import cook
from events.publishing import publish
from support.events import CasesReceived
from support.models import Case, CaseMessage, MessageSource, Priority, Product
from support.received import DeskCase, DeskMessage, forgotten, message_key

MOST_CHARS = 10_000


@dataclass(slots=True)
class Received:
    """What became of what was told: ids of our cases, and how many stay forgotten."""

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    forgotten: int = 0


def receive_case(*, desk_case: DeskCase) -> Case | None:
    """Write one case from outside; None where its person asked to be forgotten."""
    receive_cases(desk_cases=[desk_case])
    return Case.objects.filter(desk=desk_case.desk, reference=desk_case.reference).first()


@transaction.atomic
def receive_cases(*, desk_cases: Sequence[DeskCase]) -> Received:
    """Write cases from outside, at any time and as often as one likes: a case of one desk and reference is one case.

    A case made here and handed over keeps its own words; state and messages follow the desk. Nobody is
    notified. A fixed number of statements for any number of cases.
    """
    told = {(each.desk, each.reference): each for each in desk_cases}  # the last word counts
    gone = _forgotten(told)
    found = _known(told)
    products, members = _products(told.values()), _members(told.values())
    now = timezone.now()
    received = Received(forgotten=len(gone & told.keys()))
    fresh: list[Case] = []
    changed: list[Case] = []
    columns: set[str] = set()
    for name, each in told.items():
        if name in gone:
            continue
        values = _values(each, products, members)
        if name not in found:
            fresh.append(Case(desk=each.desk, reference=each.reference, received_at=now, **values))
        elif differing := _brought_up_to_date(found[name], values):
            columns.update(differing)
            received.changed.append(found[name].pk)
            changed.append(found[name])
        else:
            received.same.append(found[name].pk)
    if changed:
        Case.objects.bulk_update(changed, sorted(columns))
    for case in Case.objects.bulk_create(fresh):
        found[(case.desk, case.reference)] = case
        received.new.append(case.pk)
    talked = _write_messages({name: told[name] for name in told if name in found}, found)
    received.changed += [pk for pk in received.same if pk in talked]
    received.same = [pk for pk in received.same if pk not in talked]
    if known := [*received.new, *received.changed]:
        publish(CasesReceived(case_ids=known))
    return received


def _known(told: dict[tuple[str, str], DeskCase]) -> dict[tuple[str, str], Case]:
    rows = Case.objects.filter(
        desk__in={desk for desk, _each in told}, reference__in={each for _desk, each in told}
    )
    rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = {(case.desk, case.reference): case for case in rows}
    return found | _handed_over({name: told[name] for name in told if name not in found})


def _handed_over(told: dict[tuple[str, str], DeskCase]) -> dict[tuple[str, str], Case]:
    """Cases that went to the desk and whose name there we did not hear: the desk knows ours."""
    ours = {(each.desk, each.number): name for name, each in told.items() if each.number}
    if not ours:
        return {}
    rows = Case.objects.filter(
        number__in=[number for _desk, number in ours], reference="", received_at=None
    )
    found = {}
    for case in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
        if name := ours.get((case.desk, case.number)):
            case.reference = name[1]
            case.save(update_fields=["reference"])
            found[name] = case
    return found


def _forgotten(told: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    names = {forgotten(desk, reference): (desk, reference) for desk, reference in told}
    held = Case.objects.filter(reference__in=names).values_list("reference", flat=True)
    return {names[each] for each in held}


def _products(told: Iterable[DeskCase]) -> dict[str, int]:
    if not any(each.product for each in told):
        return {}
    found: dict[str, int] = {}
    for product in Product.objects.all():
        found[product.name.casefold()] = found[product.slug.casefold()] = product.pk
    return found


def _members(told: Iterable[DeskCase]) -> dict[str, int]:
    """Whose confirmed address it is. The desk's word on who wrote is the company's own."""
    asked = {each.email.lower() for each in told} - {""}
    rows = EmailAddress.objects.annotate(low=Lower("email")).filter(low__in=asked, verified=True)
    return dict(rows.values_list("low", "user_id"))


def _values(each: DeskCase, products: dict[str, int], members: dict[str, int]) -> dict[str, Any]:
    member_id = members.get(each.email.lower())
    status = each.status if each.status in Case.Status.values else Case.Status.OPEN
    last = max([each.updated_at or each.opened_at, *(message.at for message in each.messages)])
    channels = Case.Channel.values
    return {
        "member_id": member_id,
        "name": "" if member_id else _line(each.name, 80),
        "email": "" if member_id else each.email[:254],
        "subject": _line(each.subject, 150) or _("Without a subject"),
        "body": _text(each.body),
        "status": status,
        "channel": each.channel if each.channel in channels else Case.Channel.IMPORT,
        "product_id": products.get(each.product.casefold()) if each.product else None,
        "order": _line(each.order, 60),
        "opened_at": each.opened_at,
        "touched_at": max(last, each.opened_at),
        "closed_at": _closed_at(each, status),
        "solved_at": each.solved_at or (last if status == Case.Status.SOLVED else None),
        "first_answered_at": each.first_answered_at or _first_answer(each),
        "priority": each.priority if each.priority in Priority.values else Priority.NORMAL,
        "tags": [_line(tag, 40) for tag in each.tags[:20]],
    }


def _first_answer(each: DeskCase) -> datetime | None:
    answers = (m.at for m in each.messages if m.is_from_company and not m.is_internal)
    return min(answers, default=None)


def _closed_at(each: DeskCase, status: str) -> datetime | None:
    if status != Case.Status.CLOSED:
        return None
    return max(
        each.closed_at or each.solved_at or each.updated_at or each.opened_at, each.opened_at
    )


# What follows the desk on a case that began here; its words and its person are ours.
FOLLOWS = ("status", "closed_at", "solved_at", "first_answered_at")


def _brought_up_to_date(case: Case, values: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of the columns."""
    names = FOLLOWS if case.received_at is None else tuple(values)
    if values["status"] == case.status == Case.Status.CLOSED:
        values = values | {"closed_at": case.closed_at}  # closed is closed: the first day stands
    values = values | {"touched_at": max(values["touched_at"], case.touched_at)}
    if values["first_answered_at"] is None:
        values = values | {"first_answered_at": case.first_answered_at}  # said is said
    if case.merged_into_id:
        names = tuple(name for name in names if name not in FOLLOWS)  # its state is the other's
    changed = [name for name in names if getattr(case, name) != values[name]]
    for name in changed:
        setattr(case, name, values[name])
    if changed and "touched_at" not in names:
        case.touched_at = values["touched_at"]
        changed.append("touched_at")
    return [name.removesuffix("_id") for name in changed]


def _write_messages(
    told: dict[tuple[str, str], DeskCase], cases: dict[tuple[str, str], Case]
) -> set[int]:
    """Keep the messages that are not here yet; returns the ids of cases that got some."""
    wanted = {
        message_key(each.desk, each.reference, message.reference): (cases[name], message)
        for name, each in told.items()
        for message in each.messages
    }
    held = set(CaseMessage.objects.filter(key__in=wanted).values_list("key", flat=True))
    rows = [
        CaseMessage(
            case=case,
            is_from_company=message.is_from_company or message.is_internal,
            is_internal=message.is_internal,
            text=_text(message.text),
            html=_cooked(message),
            key=key,
            source=MessageSource.DESK,
            created_at=message.at,
        )
        for key, (case, message) in wanted.items()
        if key not in held
    ]
    CaseMessage.objects.bulk_create(rows)
    return {row.case_id for row in rows}


def _cooked(message: DeskMessage) -> str:
    try:
        return cook(_text(message.text))
    except TextRefused:  # too deep to read: the words alone
        return f"<p>{escape(_text(message.text))}</p>"


def _text(text: str) -> str:
    return text.replace("\0", "")[:MOST_CHARS]


def _line(text: str, most: int) -> str:
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
