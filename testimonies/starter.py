"""What `testimonies/starter/stories.yaml` holds, and on what footing it is shown: docs/adr/0011-starter-stories.md.

A story whose reference stands in the ledger is never loaded again, be it withdrawn, edited or deleted since.
"""

from pathlib import Path

from django.contrib.auth import get_user_model

from core.models import State
from core.starter_content import StarterFile
from testimonies import explainer
from testimonies.models import Consent, Testimony

FOLDER = Path(__file__).parent / "starter"


def load() -> list[StarterFile]:
    file = StarterFile(FOLDER / "stories.yaml")
    reviewer = first_administrator()
    for number, item in enumerate(file.items("stories"), start=1):
        _load_story(file, f"stories[{number}]", dict(item), number, reviewer)
    return [file, explainer.load()]


def first_administrator():
    """The account under which the starter's reviews are recorded; None on an installation that has none yet."""
    users = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return users.order_by("pk").first()


def _load_story(file: StarterFile, where: str, item: dict, position: int, reviewer) -> None:
    """Create the story in review with its consent; then, when there is an administrator, publish it."""
    reference = item.pop("reference", None)
    if not reference:
        raise file.fault(where, "lacks reference")
    if Consent.objects.filter(reference=reference).exists():
        file.kept += 2
        return
    created = file.created
    story = file.load_item(
        where, Testimony, item | _article(file, where, item), state=State.IN_REVIEW, position=position
    )
    if file.created == created or not story.article_url:  # somebody else's story has this slug
        return
    consent = _consent(file, where, reference, story)
    if reviewer:
        _publish(story, consent, reviewer)


def _article(file: StarterFile, where: str, item: dict) -> dict:
    """The article is the first source: where the person let their story be told."""
    declared = file.content.get("sources", {})
    name = next(iter(item.get("sources", [])), None)
    if name not in declared:
        raise file.fault(f"{where}.sources", "the first source must be the article")
    return {"article_url": declared[name]["url"], "article_title": declared[name]["title"]}


def _consent(file: StarterFile, where: str, reference: str, story: Testimony) -> Consent:
    values = {
        "reference": reference,
        "basis": Consent.Basis.PUBLISHED,
        "published_url": story.article_url,
        "given_on": file.content["checked_on"],
        "web": True,
    }
    return file.load_item(f"{where}.consent", Consent, values, ("reference",), testimony=story)


def _publish(story: Testimony, consent: Consent, reviewer) -> None:
    """Provisional, so that the ledger is honest: it awaits a review until somebody has read the story."""
    consent.reviewed_by, consent.reviewed_on = reviewer, consent.given_on
    consent.provisional = True
    consent.save()
    story.state = State.PUBLISHED
    story.save()
