"""What the rows say: questions, answers and people, each checked attribute by attribute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.html import TextRefused, demand_cleanable
from integrations.stackexchange.reading import DumpRefused, Row

QUESTION, ANSWER = 1, 2
OTHER_KINDS = {
    3: "tag wikis without a tag",
    4: "tag wiki excerpts",
    5: "tag wikis",
    6: "moderator nominations",
    7: "wiki placeholders",
    8: "privilege wikis",
}
MOST_ID = 2**31 - 1
MOST_TAGS, MOST_TAG_CHARS = 20, 100
FIRST_DAY = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DumpPost:
    """A question, an answer, or something else of which only number and kind are read."""

    row: int
    id: int
    kind: int
    author_key: str = ""
    author_name: str = ""
    title: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    score: int = 0
    parent_id: int | None = None
    accepted_id: int | None = None
    created_at: datetime = FIRST_DAY
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DumpPerson:
    id: int
    name: str
    about: str
    joined_at: datetime


def read_post(row: Row, *, is_checked: bool = False) -> DumpPost:
    """Raises DumpRefused with the row and the attribute that is missing or wrong.

    `is_checked`: the first pass has read the text, and cleaning will again.
    """
    kind = _number(row, "PostTypeId", least=1)
    id = _number(row, "Id", least=1)
    if kind not in (QUESTION, ANSWER):
        return DumpPost(row=row.number, id=id, kind=kind)
    key, name = _author(row)
    is_question = kind == QUESTION
    return DumpPost(
        row=row.number,
        id=id,
        kind=kind,
        author_key=key,
        author_name=name,
        title=_title(row) if is_question else "",
        body=_required(row, "Body") if is_checked else _body(row),
        tags=_tags(row) if is_question else (),
        score=_number(row, "Score", least=-MOST_ID, default=0),
        parent_id=None if is_question else _number(row, "ParentId", least=1),
        accepted_id=_optional_number(row, "AcceptedAnswerId") if is_question else None,
        created_at=_moment(row, "CreationDate"),
        edited_at=_moment(row, "LastEditDate") if row.values.get("LastEditDate") else None,
    )


def read_person(row: Row) -> DumpPerson:
    """Raises DumpRefused with the row and the attribute that is missing or wrong."""
    return DumpPerson(
        id=_number(row, "Id", least=-1),
        name=words(row.values.get("DisplayName", ""))[:80],
        about=row.values.get("AboutMe", "")[:20_000],
        joined_at=_moment(row, "CreationDate"),
    )


def words(text: str) -> str:
    """One line of printable characters: nothing that turns the direction of what follows."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def _required(row: Row, name: str) -> str:
    if name not in row.values:
        raise row.refuse(_("%(name)s is missing.") % {"name": name})
    return row.values[name]


def _number(row: Row, name: str, *, least: int, default: int | None = None) -> int:
    if default is not None and not row.values.get(name):
        return default
    value = _required(row, name)
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise _wrong(row, name, value)
    number = int(value)
    if not least <= number <= MOST_ID:
        raise _wrong(row, name, value)
    return number


def _optional_number(row: Row, name: str) -> int | None:
    return _number(row, name, least=1) if row.values.get(name) else None


def _moment(row: Row, name: str) -> datetime:
    """Dumps write dates in UTC without saying so."""
    value = _required(row, name)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _wrong(row, name, value) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not FIRST_DAY <= moment <= timezone.now() + timedelta(days=1):
        raise _wrong(row, name, value)
    return moment


def _title(row: Row) -> str:
    title = words(_required(row, "Title"))
    if not title:
        raise row.refuse(_("%(name)s is empty.") % {"name": "Title"})
    return title if len(title) <= 150 else title[:149].rstrip() + "…"


def _body(row: Row) -> str:
    body = _required(row, "Body")
    try:
        demand_cleanable(body)
    except TextRefused as error:
        raise row.refuse(f"Body: {error}") from error
    return body


def _tags(row: Row) -> tuple[str, ...]:
    """Older dumps write <a><b>, newer ones |a|b|."""
    value = row.values.get("Tags", "").strip()
    inner = value[1:-1]
    if value[:1] + value[-1:] == "<>":
        found = inner.split("><")
    elif len(value) > 1 and value[:1] + value[-1:] == "||":
        found = inner.split("|")
    elif value:
        raise _wrong(row, "Tags", value)
    else:
        return ()
    names = tuple(dict.fromkeys(words(each) for each in found))
    if len(names) > MOST_TAGS or any(not 0 < len(each) <= MOST_TAG_CHARS for each in names):
        raise _wrong(row, "Tags", value)
    return names


def _author(row: Row) -> tuple[str, str]:
    """The author's key and the name the row itself gives: people who left keep only a name, or nothing."""
    name = words(row.values.get("OwnerDisplayName", ""))[:80]
    if row.values.get("OwnerUserId"):
        return str(_number(row, "OwnerUserId", least=-1)), name
    return (f"name:{name}" if name else ""), name


def _wrong(row: Row, name: str, value: str) -> DumpRefused:
    return row.refuse(
        _("%(name)s is wrong: “%(value)s”.") % {"name": name, "value": words(value)[:60]}
    )
