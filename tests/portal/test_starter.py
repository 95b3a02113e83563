"""What the files of the portal bring."""

import pytest

from portal.models import Page, Step

pytestmark = pytest.mark.django_db


def test_the_pages_that_others_link_to_are_there():
    assert {"about", "rights", "privacy", "accessibility"} <= set(
        Page.objects.published().values_list("slug", flat=True)
    )


def test_every_step_says_that_one_can_stop():
    assert [step.position for step in Step.objects.all() if not step.stop_fr] == []
