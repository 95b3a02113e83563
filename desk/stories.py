"""Work on stories: consents that end, subtitles, recordings that failed, countries that show only successes.

There is no kind for pictures without alternative text: texts hold no pictures, and a poster stands, purely decorative,
for a video whose words are on the page (`alt=""`, templates/testimonies/ladder.html).
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import addresses, languages, limits, translated
from core.models import State
from desk import kinds
from desk.access import within
from desk.kinds import Kind, Link, Row, Words
from testimonies import balance
from testimonies.models import Consent, Recording, Subtitle, Testimony

CONSENTS = Words(
    "consents",
    _("Consents that expired or are about to"),
    _("Ask the person again in time, or the story leaves the site by itself."),
    _("No consent ends within 60 days."),
    _("expires on"),
)
UNREAD = Words(
    "unread",
    _("Stories off the site until a second person has read them"),
    _("It changed since its safety review, or nobody has made one. Read it, then say that it is safe."),
    _("No published story waits for a safety review."),
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
    return kinds.some([_consents(user), _unread(user), _recordings(user), _subtitles(user), _only_successes(user)])


def _consents(user) -> Kind | None:
    """By the reference of the paper form: nothing of the person, and nothing for who may not see consents."""
    if not kinds.may(user, Consent, "view", "change"):
        return None
    found, count = kinds.first(within(Consent.objects.ending(), user).order_by("expires_on", "pk"))
    rows = [
        Row(
            row.reference,
            _consent_words(row),
            row.expires_on,
            kinds.mended("testimonies.consent", row.pk, CONSENTS.name),
        )
        for row in found
    ]
    everything = [Link(_("Consents"), addresses.of_list(Consent, standing="ending"), count)]
    return Kind(CONSENTS, count, rows, everything)


def _consent_words(consent: Consent) -> str:
    if consent.expires_on <= timezone.localdate():
        return gettext("Expired: the story is off the site, unless another consent allows it.")
    return gettext("The story leaves the site on that day.")


def _unread(user) -> Kind | None:
    """For who may review, without those whose review they may not make: the author, and whoever changed the story."""
    if not (kinds.may(user, Consent, "view") and user.has_perm("testimonies.review_consent")):
        return None
    waiting = Consent.objects.in_force().filter(reviewed_on=None, testimony__state=State.PUBLISHED)
    waiting = waiting.exclude(testimony__in=Testimony.objects.published()).exclude(testimony__author=user)
    waiting = within(waiting.exclude(testimony__writers=user), user).select_related("testimony__country")
    found, count = kinds.first(waiting.order_by("given_on", "pk"))
    rows = [
        Row(
            translated.read(row.testimony, "title"),
            row.reference,
            None,
            reverse("admin:testimonies_consent_review", args=[row.pk]),
            about=_country(row.testimony),
        )
        for row in found
    ]
    everything = [Link(_("Consents"), addresses.of_list(Consent, standing="review"))]
    return Kind(UNREAD, count, rows, everything)


def _country(story: Testimony) -> translated.Reading | None:
    return translated.read(story.country, "name") if story.country else None


def _recordings(user) -> Kind | None:
    if not kinds.may(user, Recording, "view", "change"):
        return None
    failed = Recording.objects.filter(state=Recording.State.FAILED).select_related("testimony")
    found, count = kinds.first(within(failed, user).order_by("uploaded_at", "pk"))
    rows = [
        Row(
            translated.read(row.testimony, "title"),
            row.explanation or gettext("No copy could be made of it."),
            timezone.localdate(row.uploaded_at),
            kinds.mended("testimonies.recording", row.pk, RECORDINGS.name),
        )
        for row in found
    ]
    everything = [Link(_("Recordings"), addresses.of_list(Recording, state__exact="failed"), count)]
    return Kind(RECORDINGS, count, rows, everything)


def _subtitles(user) -> Kind | None:
    if not (kinds.may(user, Testimony, "change") and kinds.may(user, Subtitle, "add")):
        return None
    found, count = kinds.first(within(Testimony.objects.without_all_subtitles(), user).select_related("country"))
    rows = [
        Row(
            translated.read(row, "title"),
            gettext("No subtitles in: %(languages)s") % {"languages": _lacking(row)},
            None,
            kinds.mended("testimonies.testimony", row.pk, SUBTITLES.name),
            about=_country(row),
        )
        for row in found
    ]
    everything = [Link(_("Testimonies"), addresses.of_list(Testimony, subtitles="missing"), count)]
    return Kind(SUBTITLES, count, rows, everything)


def _lacking(story: Testimony) -> str:
    names = (name for code, name in languages.NAMES.items() if not getattr(story, f"has_{code}"))
    return ", ".join(f"\u2068{name}\u2069" for name in names)  # each name in its own direction


def _only_successes(user) -> Kind | None:
    if not kinds.may(user, Testimony, "add", "change"):
        return None
    own = limits.countries_of(user)
    countries = [country for country in balance.countries_without_hard_stories() if own is None or country.pk in own]
    found = [country for country in countries if country.has_stories]
    rows = [
        Row(
            translated.read(country, "name"),
            "",
            None,
            addresses.of_list(Testimony, country__id__exact=country.pk),
        )
        for country in found[: kinds.FIRST]
    ]
    everything = [Link(_("Testimonies"), addresses.of_list(Testimony))]
    return Kind(SUCCESSES, len(found), rows, everything)
