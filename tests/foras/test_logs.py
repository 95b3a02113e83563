"""What a refusal leaves in the log."""

import logging

import pytest
from django.urls import reverse

from tests import rows


@pytest.mark.django_db
def test_a_refusal_is_one_line_in_the_log(client, caplog):
    client.force_login(rows.user())
    with caplog.at_level(logging.WARNING, logger="django.request"):
        assert client.get(reverse("admin:sessions_app_weeks")).status_code == 403
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert record.getMessage().startswith("Forbidden (Permission denied): /")
