"""Reports: chosen, changed, dropped."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Member
from analytics.metrics import BY_NAME
from analytics.models import Report
from analytics.reports.rules import may_change_report, may_read_reports
from analytics.rules import may_see_insights
from core.rules import demand
from forums.models import Board
from spaces.models import Space
from support.models import Product


@transaction.atomic
def save_report(
    *,
    by: Member,
    name: str,
    figures: Sequence[str],
    split: str,
    span: str,
    space: Space | None = None,
    board: Board | None = None,
    product: Product | None = None,
    segment: tuple[int, str] | None = None,
    report: Report | None = None,
) -> Report:
    """Keep a choice of figures, or change one. Raises ValueError where there is none that exists."""
    demand(may_change_report(by, report) if report else may_read_reports(by))
    if segment and (report is None or report.segment != segment):
        demand(may_see_insights(by))
    known = [each for each in figures if each in BY_NAME]
    if not known:
        raise ValueError("A report has a figure at least.")
    report = report or Report(made_by=by)
    report.name, report.figures, report.split, report.span = name, known, split, span
    report.space, report.board, report.product = space, board, product
    report.segment_question_id, report.segment_answer = segment or (None, "")
    report.save()
    return report


@transaction.atomic
def drop_report(*, by: Member, report: Report) -> None:
    """With its schedules. One that is there from the start comes back as it was."""
    demand(may_change_report(by, report))
    report.delete()
