"""The policies beside the terms, each short: what proposals at every stage would change (stages.py)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    slug: str
    title: str
    summary: str
    source: str


DOCUMENTS = (
    Document(
        slug="privacy", title="Privacy",
        summary="What we keep about you, for how long, and who looks at it.",
        source="""## 1. What we keep

Your name, your handle, your address and what you write here. How you use the pages only if you say yes.

## 2. For how long

What you write, until you take it away. Records of visits, for 12 months.

## 3. Who looks at it

Six people at Fennimore. Each look at a member's data is recorded, and you can read the record.
""",
    ),
    Document(
        slug="moderation", title="How we moderate",
        summary="What happens to a post that breaks the rules, and how to object.",
        source="""## 1. Reports

A report is looked at within a day. Whoever reported hears what was decided.

## 2. Posts that go

A post that breaks the rules is taken away. Its author is told why.

## 3. Objections

Whoever disagrees writes to the managers. Another manager decides within 14 days.
""",
    ),
    Document(
        slug="advertising", title="Advertising and partners",
        summary="There is none, with two exceptions.",
        source="""## 1. None

There are no advertisements here, and nobody pays for a place in a list.

## 2. Exceptions

Fennimore tells of its own machines on the news board. Partners may answer questions, with a badge that says who pays them.
""",
    ),
    Document(
        slug="meetings", title="Meetings and open days",
        summary="How we meet, who pays, and what is expected of everybody.",
        source="""## 1. Who may come

Every member, and one guest.

## 2. What it costs

Coffee is free. Everybody pays their own way.
""",
    ),
    Document(
        slug="test-machines", title="Test machines",
        summary="Who gets a machine to try, and what we ask for in return.",
        source="""## 1. Who gets one

Members of trust level 3 and higher, by lot.

## 2. What we ask for

A report of any length, good or bad. The machine goes back after 30 days.
""",
    ),
    Document(
        slug="newsletter", title="Letters from us",
        summary="When we write to you, and how you make us stop.",
        source="""## 1. How often

Once a month, and never about anything else than what was said here.

## 2. How to stop

One click in the letter itself.
""",
    ),
    Document(
        slug="loans", title="Machines on loan",
        summary="Who may borrow a machine, and for how long.",
        source="""## 1. Who may borrow

Every member whose account is three months old, one machine at a time.

## 2. For how long

A machine comes back after 14 days, clean and dry.

## 3. What breaks

What breaks by itself, Fennimore repairs. What was dropped, we look at together.
""",
    ),
)  # fmt: skip
