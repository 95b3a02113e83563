"""The report on screen, and as files."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import audit
from core.models import Action
from desk import charts, periods, report_files, reports
from desk.access import desk_view, page
from desk.charts import Bar
from desk.periods import Period
from desk.reports import Report
from desk.suppression import AtLeast, Hidden

PERMISSION = "desk.view_reports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """Two quarters, by their first days. Where none is asked for, or one that is not on the list: this year until now.

    `correction` says what is shown instead of what was asked for; "" when it is just that.
    """

    first = forms.ChoiceField(label=_("From quarter"))
    last = forms.ChoiceField(label=_("To quarter"))

    def __init__(self, asked: QueryDict):
        quarters = periods.quarters()
        known = {str(quarter.first) for quarter in quarters}
        usual = {"first": max(periods.this_year().first, quarters[0].first), "last": quarters[-1].first}
        chosen = {name: asked[name] if asked.get(name) in known else str(day) for name, day in usual.items()}
        first, last = sorted(chosen.values())
        super().__init__({"first": first, "last": last})
        for field in self.fields.values():
            field.choices = [(str(quarter.first), capfirst(quarter.label)) for quarter in reversed(quarters)]
        self.period = Period.of(date.fromisoformat(first), date.fromisoformat(last))
        is_odd = any(asked.get(name, "") not in ("", self.data[name]) for name in self.data)
        self.correction = _correction(self.period) if is_odd else ""


def _correction(period: Period) -> str:
    said = gettext("The period asked for does not exist or runs backwards. Shown instead: %(period)s.")
    return said % {"period": period.label}


@desk_view(PERMISSION)
@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    report = reports.report(form.period)
    context = {
        "title": _("Report of the programme"),
        "is_nav_sidebar_enabled": False,  # thirteen columns want the room
        "form": form,
        "report": report,
        "note": report_files.note(report),
        "sections": [_section(table) for table in report.tables],
        "query": urlencode(form.data),
        "files": [(reverse(f"desk_reports_{kind}"), label) for kind, label in (("xlsx", "XLSX"), ("pdf", "PDF"))],
        "csv": reverse("desk_reports_csv"),
        "tally": report_files.tally(report),
    }
    return page(request, "desk/reports.html", context)


def _section(table: reports.Table) -> dict:
    """A table as the template draws it, with its chart."""
    return {
        "table": table,
        "chart": _chart(table),
        "heads": list(table.columns.values()),
        "lines": [(line.label, _cells(line, table)) for line in table.lines],
        "total": (table.total.label, _cells(table.total, table)),
    }


def _chart(table: reports.Table) -> charts.Chart:
    """How many people; what is hidden has no bar and keeps its mark."""
    counts = [(line.label, line.values["people"]) for line in table.lines]
    bars = [
        Bar(label, 0 if isinstance(count, Hidden) else count, word=report_files.shown(count)) for label, count in counts
    ]
    people = capfirst(table.columns["people"])
    return charts.chart(people, table.title, people, bars)


def _cells(line: reports.Line, table: reports.Table) -> list[tuple[str, bool]]:
    """(what is shown, whether it stands for a number that is not, or not all of it)."""
    values = [line.values[name] for name in table.columns]
    return [(report_files.shown(value), isinstance(value, Hidden | AtLeast)) for value in values]


@desk_view(PERMISSION)
@require_safe
def report_csv(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("separator", "")
    separator = asked if asked in report_files.SEPARATORS else "semicolon"
    report = reports.report(PeriodForm(request.GET).period)
    content = report_files.to_csv(report, separator)
    return _file(request, report, content, "csv", "text/csv; charset=utf-8", f"-{separator}")


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


def _file(request: HttpRequest, report: Report, content: bytes, ending: str, kind: str, how: str = "") -> HttpResponse:
    months = "-".join(f"{day:%Y%m}" for day in report.period)
    name = f"foras-{months}{how}.{ending}"
    audit.record(request.user, Action.REPORT, format=ending, months=months)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
