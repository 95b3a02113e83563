"""What the files about sessions bring."""

import pytest

from sessions_app.models import Module, OrientationPoint

pytestmark = pytest.mark.django_db


def test_the_three_points_are_there_in_their_order():
    assert list(OrientationPoint.objects.published().values_list("slug", flat=True)) == ["casablanca", "oujda", "rabat"]


def test_there_is_a_module_of_every_kind_that_is_taught():
    kinds = set(Module.objects.published().values_list("kind", flat=True))
    assert kinds >= {"awareness", "professional_orientation", "vocational_initiation"}
