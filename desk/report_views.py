"""The report on screen, and as files."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import audit, languages
from core.models import Action
from desk import report_charts, report_files, reports
from desk.access import desk_view, page
from desk.reports import Period, Report
from desk.suppression import Hidden

PERMISSION = "desk.view_reports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """Two months. Where none is asked for, or one that is not on the list: this year until now."""

    first = forms.ChoiceField(label=_("From month"))
    last = forms.ChoiceField(label=_("To month"))

    def __init__(self, asked: QueryDict):
        months = reports.months()
        usual = {"first": max(reports.this_year().first, months[0]), "last": months[-1]}
        known = {str(month) for month in months}
        super().__init__({name: asked[name] if asked.get(name) in known else str(day) for name, day in usual.items()})
        for name in usual:
            self.fields[name].choices = [
                (str(month), capfirst(date_format(month, "F Y"))) for month in reversed(months)
            ]

    @property
    def period(self) -> Period:
        return Period.of_months(*(date.fromisoformat(self.data[name]) for name in ("first", "last")))


@desk_view(PERMISSION)
@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    report = reports.report(form.period)
    rtl = languages.direction(languages.current()) == "rtl"
    context = {
        "title": _("Report of the programme"),
        "is_nav_sidebar_enabled": False,  # thirteen columns want the room
        "form": form,
        "report": report,
        "note": report_files.note(report),
        "sections": [_section(table, rtl) for table in report.tables],
        "query": f"first={report.period.first}&last={report.period.last.replace(day=1)}",
        "files": [(reverse(f"desk_reports_{kind}"), label) for kind, label in (("xlsx", "XLSX"), ("pdf", "PDF"))],
        "csv": reverse("desk_reports_csv"),
        "tally": [
            (report_files.word(report.total.values[name]), reports.COLUMNS[name])
            for name in ("held", "cancelled", "seats", "counted", "people")
        ],
    }
    return page(request, "desk/reports.html", context)


def _section(table: reports.Table, rtl: bool) -> dict:
    """A table as the template draws it, with its chart."""
    chart = report_charts.chart(table, "people", rtl=rtl)
    return {
        "table": table,
        "chart": chart,
        "bars": [(bar, report_files.word(bar.value)) for bar in chart.bars],
        "heads": list(table.columns.values()),
        "lines": [(line.label, _cells(line, table)) for line in table.lines],
        "total": (table.total.label, _cells(table.total, table)),
    }


def _cells(line: reports.Line, table: reports.Table) -> list[tuple[int | str, bool]]:
    """(what is shown, whether it stands for a number that is not)."""
    values = [line.values[name] for name in table.columns]
    return [(report_files.word(value), isinstance(value, Hidden)) for value in values]


@desk_view(PERMISSION)
@require_safe
def report_csv(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("separator", "")
    separator = asked if asked in report_files.SEPARATORS else "semicolon"
    report = reports.report(PeriodForm(request.GET).period)
    return _file(request, report, report_files.to_csv(report, separator), "csv", "text/csv; charset=utf-8")


@desk_view(PERMISSION)
@require_safe
def report_xlsx(request: HttpRequest) -> HttpResponse:
    report = reports.report(PeriodForm(request.GET).period)
    return _file(request, report, report_files.to_xlsx(report), "xlsx", XLSX)


@desk_view(PERMISSION)
@require_safe
def report_pdf(request: HttpRequest) -> HttpResponse:
    report = reports.report(PeriodForm(request.GET).period)
    return _file(request, report, report_files.to_pdf(report), "pdf", "application/pdf")


def _file(request: HttpRequest, report: Report, content: bytes, ending: str, kind: str) -> HttpResponse:
    months = "-".join(dict.fromkeys(f"{day:%Y%m}" for day in report.period))
    name = f"foras-{months}.{ending}"
    audit.record(request.user, Action.REPORT, format=ending, months=months)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
