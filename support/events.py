"""What happens in support. Ids only; whoever listens reads the rest. Enquiry ids are texts of UUIDs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnquiryStarted:
    enquiry_id: str


@dataclass(frozen=True, slots=True)
class AnswersOffered:
    enquiry_id: str
    topic_ids: list[int]


@dataclass(frozen=True, slots=True)
class AnswerOpened:
    enquiry_id: str
    topic_id: int


@dataclass(frozen=True, slots=True)
class EnquirySolved:
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
class CaseClosed:
    case_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class CaseReopened:
    case_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class CasesReceived:
    """Cases came from a help desk, or came to be known better. Nobody here is told of them one by one."""

    case_ids: list[int]
