"""Work that the commands found: links that are broken (`check_links`), pages that are heavy (`weigh_pages`)."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import addresses
from core.amounts import size
from core.models import Source
from desk import kinds, texts
from desk.access import within
from desk.kinds import Kind, Link, Row, Words
from desk.models import LinkCheck, PageWeight

MOST = 500  # broken links that are looked at: beyond that, the network of the server is broken

BROKEN = Words(
    "links",
    _("Broken links"),
    _("Find the page’s new address, or another source, and correct the text that names it."),
    _("No link to another site is broken, as far as links were checked."),
    _("fails since"),
)
HEAVY = Words(
    "heavy",
    _("Pages that are too heavy"),
    _("Readers pay for each kilobyte: shorten the page, or split it."),
    _("Every page that was weighed is within its budget."),
    _("weighed on"),
)


def work(user) -> list[Kind]:
    """The kinds of this module that are the user's to mend."""
    return kinds.some([_broken(user), _heavy(user)])


def _broken(user) -> Kind | None:
    """A link is of whoever may change a text that names it."""
    own = {model._meta.label_lower: model for model in [*texts.mine(user), Source] if kinds.may(user, model, "change")}
    if not own:
        return None
    checks = list(LinkCheck.objects.broken().order_by("first_failed_at", "url")[:MOST])
    named = _named(user, own, checks)
    rows = [row for check in checks if (row := _broken_row(check, named))]
    everything = []
    if kinds.may(user, LinkCheck, "view"):
        everything = [Link(_("Broken links"), addresses.of_list(LinkCheck, broken="yes"), len(rows))]
    return Kind(BROKEN, len(rows), rows[: kinds.FIRST], everything)


def _named(user, own: dict, checks: list[LinkCheck]) -> dict[tuple[str, int], dict]:
    """The user's own texts among those that name a broken link, and what they are called. One query."""
    wanted = defaultdict(set)
    for check in checks:
        for label, key in check.places:
            wanted[label].add(key)
    parts = [
        texts.columns(within(model.objects.order_by().filter(pk__in=wanted[label]), user))
        for label, model in own.items()
        if wanted[label]
    ]
    return {(row["of_model"], row["of_key"]): row for row in (texts.union(parts) if parts else [])}


def _broken_row(check: LinkCheck, named: dict) -> Row | None:
    place = next((tuple(place) for place in check.places if tuple(place) in named), None)
    if place is None:
        return None
    columns = named[place]
    answer = gettext("answer %(code)d") % {"code": check.code} if check.code else gettext("no answer")
    return Row(
        check.url,
        answer,
        timezone.localdate(check.first_failed_at),
        kinds.mended(*place, BROKEN.name),
        about=kinds.reading(columns["said_fr"], columns["said_own"]),
    )


def _heavy(user) -> Kind | None:
    if not kinds.may(user, PageWeight, "view"):
        return None
    found, count = kinds.first(PageWeight.objects.heavy())
    budget = size(PageWeight.BUDGET)
    rows = [
        Row(
            page.path,
            gettext("%(size)s at the first view, of %(budget)s") % {"size": size(page.bytes), "budget": budget},
            timezone.localdate(page.weighed_at),
            page.path,
        )
        for page in found
    ]
    everything = [Link(_("Weights of pages"), addresses.of_list(PageWeight, heavy="yes"), count)]
    return Kind(HEAVY, count, rows, everything)
