"""Cases from a CSV file: bring it, say what its columns are, see what would come of it, let it be read."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from integrations.actions.case_files import begin_case_import, bring_case_file, drop_case_file
from integrations.casefile.columns import missing
from integrations.casefile.mending import bad_file
from integrations.casefile.reading import Plan, Reader, RowRefused
from integrations.casefile.table import Table, TableRefused, open_table, rows
from integrations.forms import CaseFileForm, PlanForm
from integrations.models import CaseImport
from integrations.views.studio import HelpDeskStudioView
from support.received import DeskCase
from uploads.refusal import UploadRefused

PREVIEWED, TRIED = 8, 500
FILES = 20
BAD_SHOWN = 20


@dataclass(slots=True)
class Preview:
    """The first rows as they would be read, and how many of the first TRIED could not be."""

    rows: list[tuple[int, DeskCase | None, str]]
    tried: int = 0
    bad: int = 0


def preview(file: BinaryIO, table: Table, plan: Plan, desk: str) -> Preview:
    """Bad rows come first into view: they are what one has to look at."""
    reader, good, wrong = Reader(desk, table.header, plan), [], []
    found = Preview([])
    for row in rows(file, table):
        found.tried += 1
        try:
            if row.why:
                raise RowRefused(row.why)
            good.append((row.number, reader.case(row.cells), ""))
        except RowRefused as why:
            wrong.append((row.number, None, str(why)))
        if found.tried >= TRIED:
            break
    found.bad = len(wrong)
    shown = wrong[: PREVIEWED // 2]
    found.rows = sorted([*shown, *good[: PREVIEWED - len(shown)]], key=lambda each: each[0])
    return found


@contextmanager
def opened(run: CaseImport) -> Iterator[tuple[BinaryIO, Table]]:
    """The file as it was brought; 404 once it is gone."""
    if not run.stored_as:
        raise Http404("The file is gone.")
    try:
        with default_storage.open(run.stored_as, "rb") as file:
            yield cast(BinaryIO, file), open_table(cast(BinaryIO, file))
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error


class CaseFilesView(HelpDeskStudioView):
    """/studio/help-desk/files/: bring a file; those brought lately."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CaseFileForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = CaseFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, status=422)
        demand_pace(f"case-file:{who(request)}", limit=30, seconds=3600, when_down=True)
        file = form.cleaned_data["file"]
        try:
            run = bring_case_file(
                by=signed_in(request), file=file, name=file.name or "", desk=form.cleaned_data["desk"],
                zone=timezone.get_current_timezone_name(),
            )  # fmt: skip
        except (TableRefused, UploadRefused) as why:
            form.add_error("file", str(why))
            return self.page(request, form, status=422)
        return redirect("integrations:case_file", run.pk)

    def page(self, request: HttpRequest, form: CaseFileForm, status: int = 200) -> HttpResponse:
        runs = CaseImport.objects.select_related("by").order_by("-made_at")[:FILES]
        context = {"form": form, "runs": runs}
        return render(request, "integrations/case_files/list.html", context, status=status)


class CaseFileView(HelpDeskStudioView):
    """/studio/help-desk/files/<id>/: its columns and a preview; once begun, how far it is and what came of it."""

    def get(self, request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
        run = get_object_or_404(CaseImport.objects.select_related("by"), pk=run_id)
        if run.stage == CaseImport.Stage.DRAFT:
            with opened(run) as (file, table):
                plan = Plan.of(run.plan)
                form = PlanForm(header=table.header, plan=plan)
                return self.draft(request, run, form, plan, file, table)
        context = {"run": run, "bad": run.bad_rows.order_by("number")[:BAD_SHOWN]}
        name = "_progress" if "HX-Request" in request.headers else "page"
        return render(request, f"integrations/case_files/{name}.html", context)

    def post(self, request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
        run = get_object_or_404(CaseImport, pk=run_id)
        if run.stage not in (CaseImport.Stage.DRAFT, CaseImport.Stage.FAILED):
            return redirect("integrations:case_file", run.pk)
        with opened(run) as (file, table):
            form = PlanForm(request.POST, header=table.header, plan=Plan.of(run.plan))
            is_sound, plan = form.is_valid(), form.plan()
            if is_sound and request.POST.get("act") == "begin":
                begin_case_import(by=signed_in(request), run=run, plan=plan)
                return redirect("integrations:case_file", run.pk)
            status = 200 if is_sound else 422
            return self.draft(request, run, form, plan, file, table, status=status)

    def draft(
        self, request: HttpRequest, run: CaseImport, form: PlanForm, plan: Plan, file: BinaryIO,
        table: Table, *, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        context = {
            "run": run,
            "form": form,
            "lacking": missing(plan.columns),
            "preview": None if missing(plan.columns) else preview(file, table, plan, run.desk),
        }
        return render(request, "integrations/case_files/plan.html", context, status=status)


class CaseFileBadRowsView(HelpDeskStudioView):
    """The rows to mend, as a file that can be brought again."""

    def get(self, request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
        run = get_object_or_404(CaseImport, pk=run_id)
        with opened(run) as (_file, table):
            header, delimiter = table.header, table.delimiter
        found = run.bad_rows.order_by("number").values_list("number", "cells", "why")
        lines = bad_file(header, list(found), delimiter)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{run.desk}-to-mend.csv"'
        return response


class CaseFileRemovalView(HelpDeskStudioView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
        run = get_object_or_404(CaseImport, pk=run_id)
        drop_case_file(by=signed_in(request), run=run)
        messages.success(request, _("The file is deleted. Cases that came of it stay."))
        return redirect("integrations:case_files")
