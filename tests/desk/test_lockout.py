"""Who tries passwords is stopped, from where they try; staff elsewhere sign in as ever."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.core.management import call_command
from django.test import Client, RequestFactory

from core.models import AuditEntry
from desk import lockout
from tests.desk.codes import sign_in
from tests.desk.people import member

pytestmark = pytest.mark.django_db
PASSWORD = "une longue phrase de passe"
HERE, THERE = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}


def person():
    user = member("Translator", languages="ar")
    user.set_password(PASSWORD)
    user.save()
    return user


def fail(user, times: int, where=HERE) -> list[int]:
    return [sign_in(Client(), user, f"wrong {n}", **where).status_code for n in range(times)]


def test_after_five_failures_the_right_password_waits_too():
    user = person()
    assert fail(user, 5) == [200, 200, 200, 200, 429]
    assert sign_in(Client(), user, PASSWORD, **HERE).status_code == 429


def test_from_another_address_the_owner_signs_in():
    user = person()
    fail(user, 8)
    assert sign_in(Client(), user, PASSWORD, **THERE).status_code == 302


def test_a_colleague_behind_the_same_address_signs_in():
    user, colleague = person(), person()
    fail(user, 6)
    assert sign_in(Client(), colleague, PASSWORD, **HERE).status_code == 302


def test_a_quarter_of_an_hour_later_it_opens_however_often_one_tried_meanwhile():
    user = person()
    fail(user, 9)
    AccessAttempt.objects.update(attempt_time=lockout.timezone.now() - timedelta(minutes=14))
    fail(user, 1)
    assert sign_in(Client(), user, PASSWORD, **HERE).status_code == 429
    AccessAttempt.objects.update(attempt_time=lockout.timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(Client(), user, PASSWORD, **HERE).status_code == 302


def test_an_address_that_tries_many_names_is_stopped_altogether():
    user, names = person(), [member() for _ in range(10)]
    answers = [status for name in names for status in fail(name, 3)]
    assert answers == [200] * 29 + [429]
    assert sign_in(Client(), user, PASSWORD, **HERE).status_code == 429
    assert sign_in(Client(), user, PASSWORD, **THERE).status_code == 302


def test_another_browser_is_no_other_address():
    user = person()
    answers = [sign_in(Client(), user, "wrong", HTTP_USER_AGENT=f"b{n}", **HERE).status_code for n in range(5)]
    assert answers[-1] == 429


def test_who_signs_in_clears_their_own_failures_and_nobody_elses():
    user, colleague = person(), person()
    fail(user, 4), fail(colleague, 4)
    sign_in(Client(), user, PASSWORD, **HERE)
    assert (fail(user, 1), fail(colleague, 1)) == ([200], [429])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", 'lang="fr"'),
        ("en", "Signing in failed too often from here. Wait 15 minutes, then try again; trying before does not help."),
        ("ar", 'dir="rtl"'),
    ],
)
def test_it_is_said_in_the_language_of_the_page(language, words):
    user = person()
    fail(user, 5)
    answer = sign_in(Client(), user, PASSWORD, language=language, **HERE)
    assert (answer.status_code, words in answer.content.decode()) == (429, True)


def test_nothing_that_was_typed_is_kept_but_the_name():
    user = person()
    form = {"username": user.username, "password": "s3cret-wrong", "code": "424242"}
    Client().post("/en/admin/login/?next=/en/admin/?q=query-words", form, **HERE)
    kept = str(list(AccessAttempt.objects.values()))
    assert [word for word in ("s3cret", "424242", "query-words", "csrf") if word in kept] == []
    assert user.username in kept
    assert (AccessLog.objects.count(), AccessFailureLog.objects.count()) == (0, 0)


def test_what_is_kept_goes_with_the_next_sign_in_or_by_command(capsys):
    user = person()
    fail(user, 2)
    AccessAttempt.objects.update(attempt_time=lockout.timezone.now() - timedelta(minutes=16))
    call_command("forget_old")
    assert "1 failed sign-ins" in capsys.readouterr().out
    assert AccessAttempt.objects.count() == 0


def test_a_lock_out_is_one_line_of_the_log_without_an_address():
    user = person()
    fail(user, 9)
    entry = AuditEntry.objects.get(action="lock_out")
    assert (entry.username, entry.label, entry.row, entry.detail) == ("", user.username, str(user.pk), {})


def test_a_name_nobody_has_is_not_written_into_the_log():
    """Somebody may have typed their password there."""
    from django.contrib.auth.models import User

    fail(User(username="my-password"), 5)
    assert "my-password" not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.get().action == "lock_out"


def test_neither_failures_nor_secrets_have_a_page():
    assert {model._meta.app_label for model in admin.site._registry} & {"axes", "otp_totp", "otp_static"} == set()


@pytest.mark.parametrize(
    ("proxy", "forwarded", "wanted"),
    [
        (False, "203.0.113.9", "192.0.2.7"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9, nonsense", None),
        (True, "", None),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (True, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_whose_word_is_taken_for_the_address(settings, proxy, forwarded, wanted):
    settings.BEHIND_PROXY = proxy
    request = RequestFactory().post("/", **HERE, HTTP_X_FORWARDED_FOR=forwarded)
    assert lockout.address(request) == wanted


def test_without_any_address_the_door_still_works(settings):
    settings.BEHIND_PROXY = True
    user = person()
    assert fail(user, 5)[-1] == 429
