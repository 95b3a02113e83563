"""A file waits under a ticket that nobody else can use."""

import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from desk import waiting
from desk.waiting import Ticket
from tests import rows

pytestmark = pytest.mark.django_db


def test_a_file_waits_until_it_is_forgotten():
    name = waiting.keep(b"content")
    assert len(name.partition("/")[2]) == 32  # nobody guesses it
    assert waiting.content(name) == b"content"
    waiting.forget(name)
    assert waiting.content(name) is None


def test_what_nobody_confirmed_goes_when_the_next_comes():
    old, young = waiting.keep(b"old"), waiting.keep(b"young")
    yesterday = time.time() - 24 * 3600
    os.utime(default_storage.path(old), (yesterday, yesterday))
    waiting.keep(b"next")
    assert (waiting.content(old), waiting.content(young)) == (None, b"young")


def test_a_ticket_is_its_senders_for_a_day_of_work():
    mine, other = rows.user(), rows.user()
    ticket = Ticket("exchange/a", "ar", mine.pk, "digest")
    text = str(ticket)
    assert Ticket.parse(text, mine) == ticket
    assert Ticket.parse(text, other) is None
    assert Ticket.parse(text[:-1] + ("A" if text[-1] != "A" else "B"), mine) is None
    assert Ticket.parse("", mine) is None
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert Ticket.parse(text, mine) is None
