"""Who may watch cases change, and who sees the files of one."""

from typing import Any

from support.models import Case, CaseFile
from support.rules import may_work_cases


def may_watch_desk(member: Any, number: int) -> bool:
    return number == 1 and bool(may_work_cases(member))


def may_watch_case(member: Any, case_id: int) -> bool:
    return Case.objects.visible_to(member).filter(pk=case_id).exists()


def may_see_files(viewer: Any, file_ids: set[str]) -> bool:
    """Whether the viewer may see one of these files of cases."""
    ids = [int(each) for each in file_ids]
    return CaseFile.objects.visible_to(viewer).filter(pk__in=ids).exists()
