"""Staff in each group, with the limits that a test is about."""

from django.test import Client

from core.models import Limits
from tests import rows


def member(group: str = "", languages: str = "", countries=(), all_countries: bool = False, **values):
    """Somebody of `group`; a Limits row only when something is named."""
    user = rows.user(group, **values)
    if languages or countries or all_countries:
        limits = Limits.objects.create(user=user, languages=languages, all_countries=all_countries)
        limits.countries.set(countries)
    return user


def browser(user) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client
