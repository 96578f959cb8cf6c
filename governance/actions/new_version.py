from datetime import datetime

from django.db import transaction
from django.db.models import Max

from governance.clauses import Clause, anchored, cook_clauses, follow_clauses, parse_clauses
from governance.models import Policy, PolicyVersion, Proposal


@transaction.atomic
def new_version(
    *,
    policy: Policy,
    source: str,
    summary: str,
    in_force_from: datetime,
    adopted_by: Proposal | None = None,
    anchors: list[str] | None = None,
) -> PolicyVersion:
    """Put a text in force in place of the one before it. Its clauses keep the anchors they had.

    `anchors` are those under which the text was discussed. The caller has asked whether it may be, and tells of it.
    """
    versions = policy.versions.select_for_update().order_by("number")
    before = versions.in_force().first()
    clauses = parse_clauses(source)
    if before:
        ever = {each for row in versions for each in (clause.anchor for clause in row.clauses)}
        clauses = _under(anchors, before, source, ever) or follow_clauses(
            before.clauses, source, ever
        )
        versions.in_force().update(superseded_at=in_force_from)
    newest = policy.versions.aggregate(newest=Max("number"))["newest"] or 0
    return PolicyVersion.objects.create(
        policy=policy,
        number=newest + 1,
        source=source,
        html=cook_clauses(clauses),
        anchors=[each.anchor for each in clauses],
        summary=summary,
        in_force_from=in_force_from,
        adopted_by=adopted_by,
    )


def _under(
    anchors: list[str] | None, before: PolicyVersion, source: str, ever: set[str]
) -> list[Clause]:
    """The clauses under these anchors, unless one of them has come to be another clause's meanwhile."""
    mine = {each.anchor for each in before.clauses}
    if anchors is None or set(anchors) & (ever - mine):
        return []
    return anchored(source, anchors)
