"""What apps above may ask of notifications, as facts they publish."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A member is to be told something. `key` names the fact told of, so that they are told once.

    `kind` is a stable word ("case_opened", "report_decided"); title and text are plain words, never HTML;
    url is a path of this site. Whoever publishes it vouches that the member may read title and text.
    """

    member_id: int
    kind: str
    title: str
    text: str
    url: str
    key: str
