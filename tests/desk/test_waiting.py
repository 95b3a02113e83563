"""A file waits under a ticket that nobody else can use."""

import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from core import media
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


def an_old_and_a_young_file():
    """Two hours, and no time at all."""
    old, young = waiting.keep(b"old"), waiting.keep(b"young")
    before = time.time() - 2 * 3600
    os.utime(default_storage.path(old), (before, before))
    return old, young


def test_what_nobody_confirmed_goes_when_the_next_comes():
    old, young = an_old_and_a_young_file()
    waiting.keep(b"next")
    assert (waiting.content(old), waiting.content(young)) == (None, b"young")


def test_what_nobody_confirmed_goes_by_command_too(capsys):
    old, young = an_old_and_a_young_file()
    call_command("forget_old")
    assert "1 files of imports" in capsys.readouterr().out
    assert (waiting.content(old), waiting.content(young)) == (None, b"young")
    media.forget_waiting()
    assert waiting.content(young) is None
    assert waiting.forget_old() == 0


def test_a_ticket_is_its_senders_for_an_hour():
    mine, other = rows.user(), rows.user()
    ticket = Ticket("exchange/a", "ar", mine.pk, "digest")
    text = str(ticket)
    assert Ticket.parse(text, mine) == ticket
    assert Ticket.parse(text, other) is None
    assert Ticket.parse(text[:-1] + ("A" if text[-1] != "A" else "B"), mine) is None
    assert Ticket.parse("", mine) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert Ticket.parse(text, mine) is None
