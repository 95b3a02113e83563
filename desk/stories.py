"""Work on stories: consents that end, subtitles, recordings that failed, countries that show only successes.

There is no kind for pictures without alternative text: texts hold no pictures, and a poster stands, purely decorative,
for a video whose words are on the page (`alt=""`, templates/testimonies/ladder.html).
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import languages, translated
from desk import kinds
from desk.kinds import Kind, Link, Row, Words
from testimonies import balance
from testimonies.models import Consent, Recording, Testimony

CONSENTS = Words(
    "consents",
    _("Consents that expired or are about to"),
    _("Ask the person again in time, or the story leaves the site by itself."),
    _("No consent ends within 60 days."),
    _("expires on"),
)
RECORDINGS = Words(
    "recordings",
    _("Recordings that failed"),
    _("Read what went wrong, then try again or upload another file."),
    _("No recording has failed."),
    _("uploaded on"),
)
SUBTITLES = Words(
    "subtitles",
    _("Subtitles missing"),
    _("Who cannot hear, or does not speak the language, reads them."),
    _("Every published recording has its subtitles."),
)
SUCCESSES = Words(
    "successes",
    _("Countries that show only successes"),
    _("Publish a story that was hard, or good and hard: a page must not promise success."),
    _("No country shows only successes."),
)


def work(user) -> list[Kind]:
    """The kinds of this module that are the user's to mend."""
    return kinds.some([_consents(user), _recordings(user), _subtitles(user), _only_successes(user)])


def _consents(user) -> Kind | None:
    """By the reference of the paper form: nothing of the person, and nothing for who may not see consents."""
    if not kinds.may(user, Consent, "view", "change"):
        return None
    found, count = kinds.first(Consent.objects.ending().order_by("expires_on", "pk"))
    rows = [
        Row(row.reference, _consent_words(row), row.expires_on, kinds.change("testimonies.consent", row.pk))
        for row in found
    ]
    everything = [Link(_("Consents"), kinds.listed(Consent, standing="ending"), count)]
    return Kind(CONSENTS, count, rows, everything)


def _consent_words(consent: Consent) -> str:
    if consent.expires_on <= timezone.localdate():
        return gettext("Expired: the story is off the site, unless another consent allows it.")
    return gettext("The story leaves the site on that day.")


def _recordings(user) -> Kind | None:
    if not kinds.may(user, Recording, "view", "change"):
        return None
    failed = Recording.objects.filter(state=Recording.State.FAILED).select_related("testimony")
    found, count = kinds.first(failed.order_by("uploaded_at", "pk"))
    rows = [
        Row(
            translated.read(row.testimony, "title"),
            row.explanation or gettext("No copy could be made of it."),
            timezone.localdate(row.uploaded_at),
            kinds.change("testimonies.recording", row.pk),
        )
        for row in found
    ]
    everything = [Link(_("Recordings"), kinds.listed(Recording, state__exact="failed"), count)]
    return Kind(RECORDINGS, count, rows, everything)


def _subtitles(user) -> Kind | None:
    if not kinds.may(user, Testimony, "change"):
        return None
    found, count = kinds.first(Testimony.objects.without_all_subtitles().select_related("country"))
    rows = [
        Row(
            translated.read(row, "title"),
            gettext("No subtitles in: %(languages)s") % {"languages": _lacking(row)},
            None,
            kinds.change("testimonies.testimony", row.pk),
            about=translated.read(row.country, "name") if row.country else None,
        )
        for row in found
    ]
    everything = [Link(_("Testimonies"), kinds.listed(Testimony, subtitles="missing"), count)]
    return Kind(SUBTITLES, count, rows, everything)


def _lacking(story: Testimony) -> str:
    names = (name for code, name in languages.NAMES.items() if not getattr(story, f"has_{code}"))
    return ", ".join(f"\u2068{name}\u2069" for name in names)  # each name in its own direction


def _only_successes(user) -> Kind | None:
    if not kinds.may(user, Testimony, "change"):
        return None
    found = [country for country in balance.countries_without_hard_stories() if country.has_stories]
    rows = [
        Row(
            translated.read(country, "name"),
            "",
            None,
            kinds.listed(Testimony, country__id__exact=country.pk),
        )
        for country in found[: kinds.FIRST]
    ]
    everything = [Link(_("Testimonies"), reverse("admin:testimonies_testimony_changelist"))]
    return Kind(SUCCESSES, len(found), rows, everything)
