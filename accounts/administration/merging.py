"""Two accounts become one: what each app uses to hand its rows over, and what is shown before.

Each app says in its subscribers which of its columns name a member; a test asks that none was forgotten.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet, UniqueConstraint
from django.http import Http404

from accounts.events import MembersMerged
from accounts.models import Member, MergeRecord

Columns = Mapping[type[models.Model], tuple[str, ...]]


def hand_over(event: MembersMerged, columns: Columns) -> int:
    """Have every row that named the one member name the other; returns how many rows changed.

    Where the other has the same already (a reaction, a subscription), the one's row goes. Run again, it changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")  # a page may not wait, this may
    changed = 0
    for model, fields in columns.items():
        for field in fields:
            rows = _rows(model).filter(**{field: event.from_id})
            for doubled in _doubled(model, field, event):
                doubled.delete()
            changed += rows.update(**{field: event.to_id})
    return changed


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    return model._base_manager.all()


def _doubled(
    model: type[models.Model], field: str, event: MembersMerged
) -> Iterator[QuerySet[Any]]:
    """For each rule that there be one row a member: the source's rows that the target has too."""
    for others, condition in _unique_with(model, field):
        same = {name: OuterRef(name) for name in others}
        held = _rows(model).filter(condition, **{field: event.to_id}, **same)
        yield _rows(model).filter(condition, Exists(held), **{field: event.from_id})


def _unique_with(model: type[models.Model], field: str) -> Iterator[tuple[list[str], Q]]:
    meta = model._meta
    if getattr(meta.get_field(field), "unique", False):
        yield [], Q()
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field in constraint.fields:
            others = [name for name in constraint.fields if name != field]
            yield others, constraint.condition or Q()
    for together in meta.unique_together:
        if field in together:
            yield [name for name in together if name != field], Q()


def columns_naming_members() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the database that names a member; those of a relation of many to many are its own table's."""
    for relation in Member._meta.get_fields(include_hidden=True):
        if relation.many_to_many:
            continue
        if relation.auto_created and not relation.concrete and relation.related_model:
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]


def what_moves(member: Member) -> list[tuple[str, str, int]]:
    """For the preview: app, kind and number of the rows that are somebody's, most first."""
    found: dict[tuple[str, str], int] = {}
    for model, field in columns_naming_members():
        if field.endswith("_by") or field == "by":
            continue
        count = _rows(model).filter(**{field: member.pk}).count()
        key = (str(model._meta.app_config.verbose_name), str(model._meta.verbose_name_plural))
        found[key] = found.get(key, 0) + count
    rows = [(app, kind, count) for (app, kind), count in found.items() if count]
    return sorted(rows, key=lambda row: -row[2])


def get_heir_or_404(handle: str) -> Member:
    heir = heir_of(handle)
    if heir is None:
        raise Http404
    return heir


def heir_of(handle: str) -> Member | None:
    """Who the account of this handle became part of, through as many merges as there were."""
    record = (
        MergeRecord.objects.filter(source__handle__iexact=handle).select_related("target").first()
    )
    seen = set()
    while record and record.target_id not in seen:
        seen.add(record.target_id)
        if record.target.is_active:
            return record.target
        record = (
            MergeRecord.objects.filter(source=record.target_id).select_related("target").first()
        )
    return None
