"""Work on translations: a line for each language of somebody, as the matrix counts it."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import languages
from core.models import TranslationState
from core.translated import Reading
from desk import matrix
from desk.kinds import Kind, Row, Words
from desk.matrix import OPEN, Reader, Total

TRANSLATIONS = Words(
    "translations",
    _("Translations to be done"),
    _("The matrix shows them one by one, and each leads to its box."),
    _("Every text that you may translate is translated, and says what the French says."),
)


def work(user) -> list[Kind]:
    """The one kind of this module, for who may translate something."""
    reader = Reader(user, mine=True)
    if not (reader.languages and reader.models):
        return []
    outstanding = [(total, _count(total)) for total in matrix.sums(reader) if total.language in reader.languages]
    rows = [_row(total) for total, count in outstanding if count]
    return [Kind(TRANSLATIONS, sum(count for _total, count in outstanding), rows, [])]


def totals(user) -> list[Total]:
    """How far each language is, of all that exists for `user`; [] for who sees no text."""
    found = matrix.sums(Reader(user))
    return found if any(total.fields for total in found) else []


def _count(total: Total) -> int:
    return sum(total.states[state] for state in OPEN)


def _row(total: Total) -> Row:
    asked = urlencode({"language": total.language, "state": "open", "mine": "on"})
    address = f"{reverse('desk_matrix')}?{asked}"
    return Row(Reading(languages.NAMES[total.language], total.language), _words(total.states), None, address)


def _words(states: dict[str, int]) -> str:
    """ "14 outdated · 3 missing"."""
    outdated, missing = states[TranslationState.OUTDATED], states[TranslationState.MISSING]
    begun = states[TranslationState.IN_PROGRESS]
    said = (
        (outdated, ngettext("%(count)d outdated", "%(count)d outdated", outdated)),
        (missing, ngettext("%(count)d missing", "%(count)d missing", missing)),
        (begun, ngettext("%(count)d in progress", "%(count)d in progress", begun)),
    )
    return " · ".join(words % {"count": count} for count, words in said if count)
