"""No page shows only successes: the order of the list, the few stories of a country page, and the gaps staff fill."""

from collections.abc import Iterable
from itertools import chain, zip_longest

from django.db.models import Exists, OuterRef

from testimonies.models import Testimony


def in_balance(stories: Iterable[Testimony]) -> list[Testimony]:
    """`stories` in their own order, but a hard one after each success as long as both last."""
    stories = list(stories)
    good = [story for story in stories if story.tone == Testimony.Tone.SUCCESS]
    hard = [story for story in stories if story.tone != Testimony.Tone.SUCCESS]
    return [story for story in chain.from_iterable(zip_longest(good, hard)) if story is not None]


def countries_without_hard_stories() -> list:
    """Published countries on whose page no difficult or mixed story is public, in their order. One query.

    `has_stories` on each says whether any story is public there: if so, all are successes.
    """
    countries = Testimony._meta.get_field("country").related_model.objects.published()
    shown = Testimony.objects.shown_in(OuterRef("pk")).filter(explainer=False)
    return list(countries.filter(~Exists(shown.hard())).annotate(has_stories=Exists(shown)))
