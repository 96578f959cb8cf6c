"""Policies with a proposal at every stage of its way, from a draft to what came of the vote. Days are days ago; negative: to come."""

from dataclasses import dataclass, field

from governance.models import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A proposal: `change` replaces words of the text in force, and `options` names such changes where texts compete.

    `ballots` are choices by the ballot's positions, cast by as many members; `dates` are columns by name, in days ago.
    """

    policy: str
    title: str
    why: str
    affected: str
    by: str
    state: State
    change: tuple[str, str] = ("", "")
    options: tuple[tuple[str, str, str], ...] = ()
    dates: dict[str, float] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    ballots: tuple[tuple[int, ...], ...] = ()
    signed_by: tuple[str, ...] = ()
    steps: tuple[tuple[State, float, str], ...] = ()
    answer: tuple[str, str] = ("", "")
    topic: str = ""


YES, NO, NONE = (1,), (2,), ()

STAGES = (
    Stage(
        policy="newsletter", state=State.DRAFT, by="priya",
        title="A letter every two weeks in autumn",
        why="In autumn twice as much is said here, and the letter grows too long to read.",
        affected="Everyone who gets the letter.",
        change=("Once a month", "Once a month, from September to November every two weeks"),
        dates={"drafted_at": 1.2},
    ),
    Stage(
        policy="privacy", state=State.PETITION, by="mara",
        title="Forget visits after three months",
        why="Nobody at Fennimore could tell us what a record of a visit is good for after a season.",
        affected="Everyone who said yes to the record of visits.",
        change=("for 12 months", "for 3 months"),
        dates={"drafted_at": 9, "petition_closes": -51},
        more={"signatures_needed": 12},
        signed_by=("mara", "agnieszka", "oskar", "ruth", "wei", "hassan", "lotte"),
        steps=((State.DRAFT, 9, ""), (State.PETITION, 8.9, "")),
    ),
    Stage(
        policy="newsletter", state=State.ANNOUNCED, by="priya",
        title="Stop all letters at once, not one by one",
        why="Three members wrote that they had to stop four kinds of letters with four clicks.",
        affected="Everyone who gets letters from us.",
        change=("One click in the letter itself.", "One click in any letter stops all of them; which to keep is chosen in the settings."),
        dates={"drafted_at": 2, "announced_at": 0.4, "comment_opens": -2, "comment_closes": -32},
        steps=((State.DRAFT, 2, ""), (State.ANNOUNCED, 0.4, "")),
    ),
    Stage(
        policy="moderation", state=State.COMMENT, by="priya",
        title="Say why a post was taken away, where it stood",
        why="Today only its author is told. Others wonder, and some think that the forum lost it.",
        affected="Everyone who writes here, and everyone who reads.",
        change=("Its author is told why.", "Its author is told why, and for 30 days one line where it stood says which rule it broke and how to object."),
        dates={"drafted_at": 12, "announced_at": 11.6, "comment_opens": 11.6, "comment_closes": -18.4},
        more={"commenters": 4, "commenters_needed": 9, "threshold_percent_of_active": 20},
        steps=((State.DRAFT, 12, ""), (State.ANNOUNCED, 11.6, ""), (State.COMMENT, 11.6, "")),
        topic="moderation-2",
    ),
    Stage(
        policy="meetings", state=State.WAITING, by="helen",
        title="Where we meet in spring",
        why="Two towns asked for us. The meeting is yours, so the choice is, too.",
        affected="Everyone who would like to come.",
        options=(
            ("Porto", "Every member, and one guest.", "Every member, and one guest. In spring we meet in Porto."),
            ("Dundee", "Every member, and one guest.", "Every member, and one guest. In spring we meet in Dundee."),
        ),
        dates={
            "drafted_at": 40, "announced_at": 38, "comment_opens": 38, "comment_closes": 8, "called_at": 6,
            "voting_opens": -2, "closes": -9,
        },
        more={"method": "ranked_irv"},
        steps=(
            (State.DRAFT, 40, ""), (State.ANNOUNCED, 38, ""), (State.COMMENT, 38, ""), (State.WAITING, 8, ""),
            (State.WAITING, 6, "Called to the vote."),
        ),
    ),
    Stage(
        policy="loans", state=State.VOTING, by="priya",
        title="How long a machine stays with you",
        why="Two weeks are *short* for who works shifts, and long for who waits. Rank what you would like best.",
        affected="Everyone who borrows a machine, and everyone who waits for one.",
        options=(
            ("Three weeks", "after 14 days", "after 21 days"),
            ("A month, with a deposit", "after 14 days, clean and dry.", "after 30 days, clean and dry. A deposit of 50 pounds is paid before."),
            ("Until somebody waits for it", "after 14 days", "within a week once somebody waits for it"),
        ),
        dates={
            "drafted_at": 37, "announced_at": 36, "comment_opens": 36, "comment_closes": 6, "called_at": 10,
            "voting_opens": 2, "closes": -5,
        },
        more={"method": "ranked_irv"},
        ballots=((1, 3), (3, 1, 2), (4,), (1,), (2, 1), (), (3, 4)),
        steps=(
            (State.DRAFT, 37, ""), (State.ANNOUNCED, 36, ""), (State.COMMENT, 36, ""), (State.COMMENT, 10, "Called to the vote."),
            (State.VOTING, 2, ""),
        ),
    ),
    Stage(
        policy="test-machines", state=State.DECIDED, by="helen",
        title="Test machines for newcomers, too",
        why="Half of the reports that helped us most came from people who had never held a portafilter.",
        affected="Everyone who would like to try a machine.",
        change=("Members of trust level 3 and higher, by lot.", "Half by lot among members of trust level 3 and higher, half by lot among all others."),
        dates={
            "drafted_at": 45, "announced_at": 44, "comment_opens": 44, "comment_closes": 14, "called_at": 44,
            "voting_opens": 14, "closes": 7, "decided_at": 6.99, "in_force_on": -7,
        },
        ballots=(YES,) * 13 + (NO,) * 4 + (NONE,) * 2,
        steps=(
            (State.DRAFT, 45, ""), (State.ANNOUNCED, 44, ""), (State.COMMENT, 44, ""), (State.VOTING, 14, ""),
            (State.COUNTED, 6.99, ""), (State.DECIDED, 6.99, ""),
        ),
    ),
    Stage(
        policy="advertising", state=State.DECIDED, by="helen",
        title="Partners may tell of their machines once a year",
        why="Two partners asked. We would rather have a rule than a quarrel each time.",
        affected="Everyone who reads the news board.",
        change=("Partners may answer questions", "Once a year a partner may tell of a machine of its own, marked as such. Partners may answer questions"),
        dates={
            "drafted_at": 52, "announced_at": 51, "comment_opens": 51, "comment_closes": 21, "called_at": 51,
            "voting_opens": 21, "closes": 12, "decided_at": 11.99, "answer_due": -18,
        },
        more={"binding_quorum_percent": 60},
        ballots=(NO,) * 8 + (YES,) * 3 + (NONE,),
        steps=(
            (State.DRAFT, 52, ""), (State.ANNOUNCED, 51, ""), (State.COMMENT, 51, ""), (State.VOTING, 21, ""),
            (State.COUNTED, 11.99, ""), (State.DECIDED, 11.99, ""),
        ),
    ),
    Stage(
        policy="meetings", state=State.DECIDED, by="helen",
        title="Fennimore pays the way of those who help",
        why="Whoever stands behind the bar all day should not pay for the train as well.",
        affected="Everyone who helps at an open day.",
        change=("Everybody pays their own way.", "Everybody pays their own way; Fennimore pays that of the helpers."),
        dates={
            "drafted_at": 92, "announced_at": 91, "comment_opens": 91, "comment_closes": 61, "called_at": 91,
            "voting_opens": 61, "closes": 54, "decided_at": 53.99, "answer_due": 3.99, "answer_missed_at": 3.98,
        },
        more={"binding_quorum_percent": 80, "answer_within_days": 50},
        ballots=(YES,) * 14 + (NO,) * 2,
        steps=(
            (State.DRAFT, 92, ""), (State.ANNOUNCED, 91, ""), (State.COMMENT, 91, ""), (State.VOTING, 61, ""),
            (State.COUNTED, 53.99, ""), (State.DECIDED, 53.99, ""),
            (State.DECIDED, 3.98, "The company missed the date of its answer."),
        ),
    ),
    Stage(
        policy="privacy", state=State.IN_FORCE, by="helen",
        title="Who may look at what you write in private",
        why="The old rule named nobody. Two texts were written here, and you ranked them.",
        affected="Everyone.",
        options=(
            ("Six people, recorded", "A few people at Fennimore.", "Six people at Fennimore. Each look at a member's data is recorded, and you can read the record."),
            ("Managers only", "A few people at Fennimore.", "The community's managers, and nobody else."),
        ),
        dates={
            "drafted_at": 150, "announced_at": 149, "comment_opens": 149, "comment_closes": 119, "called_at": 149,
            "voting_opens": 119, "closes": 112, "decided_at": 111.99, "in_force_on": 97,
        },
        more={"method": "schulze"},
        ballots=((1, 2, 3),) * 6 + ((2, 1, 3),) * 4 + ((1, 3, 2),) * 4 + ((3, 1),) * 2 + ((2,), ()),
        steps=(
            (State.DRAFT, 150, ""), (State.ANNOUNCED, 149, ""), (State.COMMENT, 149, ""), (State.VOTING, 119, ""),
            (State.COUNTED, 111.99, ""), (State.DECIDED, 111.99, ""), (State.IN_FORCE, 97, ""),
        ),
    ),
    Stage(
        policy="moderation", state=State.REJECTED, by="priya",
        title="Answer objections within three days",
        why="Fourteen days is long when one thinks that one was wronged.",
        affected="Managers, and everyone whose post was taken away.",
        change=("within 14 days", "within 3 days"),
        dates={
            "drafted_at": 131, "announced_at": 130, "comment_opens": 130, "comment_closes": 100, "called_at": 130,
            "voting_opens": 100, "closes": 93, "decided_at": 92.99,
        },
        ballots=(YES,) * 8 + (NO,) * 9,
        steps=(
            (State.DRAFT, 131, ""), (State.ANNOUNCED, 130, ""), (State.COMMENT, 130, ""), (State.VOTING, 100, ""),
            (State.COUNTED, 92.99, ""), (State.REJECTED, 92.99, ""),
        ),
    ),
    Stage(
        policy="advertising", state=State.ANSWERED, by="helen",
        title="No badges for partners at all",
        why="A member asked whether a badge sells more than an advertisement. We did not know either.",
        affected="Partners, and everyone who reads their answers.",
        change=(", with a badge that says who pays them", ""),
        dates={
            "drafted_at": 111, "announced_at": 110, "comment_opens": 110, "comment_closes": 80, "called_at": 110,
            "voting_opens": 80, "closes": 73, "decided_at": 72.99, "answer_due": 42.99, "answered_at": 66,
        },
        more={"binding_quorum_percent": 70},
        ballots=(YES,) * 7 + (NO,) * 5,
        steps=(
            (State.DRAFT, 111, ""), (State.ANNOUNCED, 110, ""), (State.COMMENT, 110, ""), (State.VOTING, 80, ""),
            (State.COUNTED, 72.99, ""), (State.DECIDED, 72.99, ""), (State.ANSWERED, 66, ""),
        ),
        answer=("decline", "Seven of twelve were for it, and twelve of you voted. We keep the badge: without it nobody "
                "could tell who is paid for an answer, and that was the reason for it. What we change is its look: grey, and "
                "without a logo. If we are wrong, a petition of yours brings it back."),
    ),
    Stage(
        policy="moderation", state=State.WITHDRAWN, by="priya",
        title="Three reports hide a post until somebody looks",
        why="So that spam is gone at night, too.",
        affected="Everyone who writes here.",
        change=("within a day", "within a day; three reports hide a post until then"),
        dates={
            "drafted_at": 71, "announced_at": 70, "comment_opens": 70, "comment_closes": 40, "withdrawn_at": 62,
        },
        more={"why_withdrawn": "Wei showed in the discussion how three friends could silence anybody. We look for something better."},
        steps=(
            (State.DRAFT, 71, ""), (State.ANNOUNCED, 70, ""), (State.COMMENT, 70, ""),
            (State.WITHDRAWN, 62, "Wei showed in the discussion how three friends could silence anybody. We look for something better."),
        ),
    ),
    Stage(
        policy="meetings", state=State.LAPSED, by="oskar",
        title="Bring two guests",
        why="I have two sisters.",
        affected="Everyone who comes to a meeting.",
        change=("one guest", "two guests"),
        dates={"drafted_at": 140, "petition_closes": 79, "withdrawn_at": 79},
        more={"signatures_needed": 12, "why_withdrawn": "It did not find enough signatures in its time."},
        signed_by=("oskar", "bea"),
        steps=((State.DRAFT, 140, ""), (State.PETITION, 139, ""), (State.LAPSED, 79, "It did not find enough signatures in its time.")),
    ),
    Stage(
        policy="newsletter", state=State.VOID, by="helen",
        title="A paper letter at New Year",
        why="Some of you asked for one.",
        affected="Everyone who gives us an address.",
        change=("Once a month", "Once a month, once a year on paper"),
        dates={
            "drafted_at": 161, "announced_at": 160, "comment_opens": 160, "comment_closes": 130, "called_at": 160,
            "voting_opens": 130, "closes": 123, "withdrawn_at": 127,
        },
        more={"why_withdrawn": "The machine that kept the key of this vote broke on its third day, and the key with it. Nobody can count it, and nobody will."},
        steps=(
            (State.DRAFT, 161, ""), (State.ANNOUNCED, 160, ""), (State.COMMENT, 160, ""), (State.VOTING, 130, ""),
            (State.VOID, 127, "The machine that kept the key of this vote broke on its third day, and the key with it. Nobody can count it, and nobody will."),
        ),
    ),
)  # fmt: skip
