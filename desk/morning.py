"""What needs somebody today: everything that the signed-in person may mend, most urgent first, and two charts."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.models import State
from desk import charts, found, programme, stories, texts, untranslated
from desk.access import within
from desk.charts import Bar, Chart
from desk.kinds import Kind

# Doors and consents first, then what readers see, then what readers miss.
ORDER = (
    "unreleased", "drafts", "consents", "unread", "ending", "due", "review", "returned", "translations", "recordings",
    "sourceless", "links", "uncounted", "successes", "subtitles", "heavy",
)  # fmt: skip
MONTHS = 6  # ahead, this one included


def work(user) -> list[Kind]:
    """Every kind of work that is the user's to mend, most urgent first, those without work included."""
    kinds = [kind for module in (texts, untranslated, programme, stories, found) for kind in module.work(user)]
    return sorted(kinds, key=lambda kind: ORDER.index(kind.name))


def drawn(user) -> list[Chart]:
    """Texts by state, reviews due month by month. None for who mends no text."""
    own = texts.mine(user)
    return [_by_state(user, own), _due_ahead(user, own)] if own else []


def _by_state(user, own: list) -> Chart:
    counts = Counter()
    parts = [
        within(model.objects.order_by(), user)
        .annotate(of_model=texts.label_of(model))
        .values("of_model", "state")
        .annotate(found=Count("pk"))
        for model in own
    ]
    for row in texts.union(parts):
        counts[row["state"]] += row["found"]
    return charts.chart(_("Texts by state"), _("State"), _("Texts"), [Bar(s.label, counts[s], s.value) for s in State])


def _due_ahead(user, own: list) -> Chart:
    """Published texts by the month in which their review falls due."""
    months = _months(timezone.localdate())
    after = (months[-1] + timedelta(days=31)).replace(day=1)
    parts = [
        within(model.objects.order_by(), user)
        .filter(state=State.PUBLISHED, review_by__gte=timezone.localdate(), review_by__lt=after)
        .annotate(of_model=texts.label_of(model))
        .values("of_model", "review_by")
        .annotate(found=Count("pk"))
        for model in own
    ]
    counts = Counter()
    for row in texts.union(parts):
        counts[row["review_by"].replace(day=1)] += row["found"]
    bars = [Bar(date_format(month, "F Y"), counts[month]) for month in months]
    return charts.chart(_("Reviews due in the coming months"), _("Month"), _("Texts"), bars)


def _months(day: date) -> list[date]:
    """The first days of this month and of those after it."""
    first = day.replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return months
