"""What happens in support. Ids only; whoever listens reads the rest. Enquiry ids are texts of UUIDs."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EnquiryStarted:
    enquiry_id: str


@dataclass(frozen=True, slots=True)
class AnswersOffered:
    enquiry_id: str
    topic_ids: list[int]
    article_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerOpened:
    """Of topic and article, one; so in the next two."""

    enquiry_id: str
    topic_id: int | None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    enquiry_id: str
    topic_id: int | None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class EnquirySolved:
    enquiry_id: str
    topic_id: int | None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class EnquiryAsked:
    """What was written to support was asked of the community instead."""

    enquiry_id: str
    topic_id: int


@dataclass(frozen=True, slots=True)
class CaseOpened:
    case_id: int


@dataclass(frozen=True, slots=True)
class CaseReplied:
    case_id: int
    message_id: int
    is_from_company: bool


@dataclass(frozen=True, slots=True)
class CaseSolved:
    """Somebody says it is solved: an agent, the customer, or what solved the conversation it belongs to."""

    case_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class CaseClosed:
    case_id: int
    by_id: int | None
    """Empty: closed by the clock."""


@dataclass(frozen=True, slots=True)
class CaseReopened:
    case_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class CasesReceived:
    """Cases came from a help desk, or came to be known better. Nobody here is told of them one by one."""

    case_ids: list[int]


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """It was sorted: owner, team, priority, tags, links; or what was done to it was undone."""

    case_id: int


@dataclass(frozen=True, slots=True)
class CaseMerged:
    case_id: int
    into_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PublicationAsked:
    """The customer is asked whether an answer to them may be read by everybody."""

    publication_id: int
    case_id: int


@dataclass(frozen=True, slots=True)
class PublicationAnswered:
    publication_id: int
    case_id: int
    state: str


@dataclass(frozen=True, slots=True)
class CasePublished:
    """What a case taught is read by everybody now: as a topic, a reply or an article."""

    case_id: int
    topic_id: int | None
    article_id: int | None
