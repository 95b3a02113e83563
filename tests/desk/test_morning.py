"""The morning list: what is on it, for whom, and that it costs the same for one row as for three."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from core.models import State
from desk import morning
from desk.models import LinkCheck, PageWeight
from sessions_app.weeks import Week
from testimonies.models import Recording
from tests import rows

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "/fr/desk/"


@pytest.fixture
def nothing(empty):
    """No content, no link, no page weighed."""


def kinds_of(user) -> dict:
    return {kind.name: kind for kind in morning.work(user)}


def counts_of(user) -> dict:
    return {name: kind.count for name, kind in kinds_of(user).items() if kind.count}


def allowed(*permissions):
    """Somebody of the staff with these permissions, as "app.codename"."""
    user = rows.user()
    for permission in permissions:
        label, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return type(user).objects.get(pk=user.pk)


def today():
    return timezone.localdate()


def fill(number: int) -> None:
    """`number` rows of every kind of work."""
    source = rows.source()
    for n in range(number):
        due = rows.section(verified_on=today() - 90 * DAY, review_by=today() - (n + 1) * DAY)
        ending = rows.contact(expire_at=timezone.now() + 10 * DAY)
        for row in (due, ending):
            row.sources.add(source)
        rows.opportunity()  # without a source
        rows.question(state=State.IN_REVIEW)
        place = rows.point()
        rows.session(point=place, day=Week.current().next.monday, status="draft")
        rows.session(point=place, day=Week.current().sunday)
        rows.session(point=place, day=today() - 8 * DAY)
        story = rows.public_story()
        story.sources.add(source)
        story.consents.update(given_on=today() - 100 * DAY, expires_on=today() + 50 * DAY)
        Recording.objects.create(testimony=story, kind="sound", original="x", state="failed")
        LinkCheck.objects.create(
            url=f"https://example.org/gone/{n}", state="broken", code=404, checked_at=timezone.now(),
            first_failed_at=timezone.now() - DAY, places=[["countries.contact", ending.pk]],
        )  # fmt: skip
        PageWeight.objects.create(path=f"/fr/{n}/", bytes=30_000, weighed_at=timezone.now())


EVERY_KIND = {
    "unreleased", "drafts", "consents", "ending", "due", "review", "recordings", "sourceless", "links", "uncounted",
    "successes", "subtitles", "heavy",
}  # fmt: skip


def settle() -> None:
    """Everything that `rows` made on the way has its source, so that only what `fill` leaves without one counts."""
    source = rows.source()
    from desk import texts

    for model in texts.models():
        if model.__name__ not in ("Opportunity",):
            for row in model.objects.all():
                row.sources.add(source)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_list_asks_the_database_as_much_for_three_as_for_one(
    desk, nothing, number, language, django_assert_num_queries
):
    fill(number)
    settle()
    desk.get(f"/{language}/desk/")  # content types are read once
    with django_assert_num_queries(21):
        answer = desk.get(f"/{language}/desk/")
    assert {kind.name: kind.count for kind in answer.context["kinds"]} == dict.fromkeys(EVERY_KIND, number)
