"""A second person at the same form, and a record with rows for the two to meet at."""

from datetime import time

import pytest

from sessions_app.models import OpeningHours, Room
from tests import rows
from tests.desk.people import browser


@pytest.fixture
def colleague(django_user_model):
    """Another browser, in which Bintou is signed in."""
    return browser(django_user_model.objects.create_superuser("bintou"))


@pytest.fixture
def point():
    point = rows.point(state="draft")
    Room.objects.create(point=point, name="Salle A", capacity=12)
    Room.objects.create(point=point, name="Salle B", capacity=20)
    OpeningHours.objects.create(point=point, weekday=0, opens=time(9), closes=time(12))
    return point
