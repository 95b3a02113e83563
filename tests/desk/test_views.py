"""The page of the morning, over HTTP: its clicks, what it says, and whom it refuses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from countries.models import Section
from desk.still_true import Verification
from tests import rows
from tests.desk.people import browser, member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS, CLICK, UNDO = "/en/desk/", "/en/desk/still-true/", "/en/desk/still-true/undo/"


@pytest.fixture
def section(empty):
    return rows.section(verified_on=timezone.localdate() - 101 * DAY, review_by=timezone.localdate() - DAY)


def key(row) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def stored(row) -> Verification:
    row.refresh_from_db()
    return Verification.of(row)


def test_one_click_renews_and_the_list_says_until_when(desk, section, editor):
    answer = desk.post(CLICK, {"row": key(section)}, follow=True)
    until = timezone.localdate() + 100 * DAY
    assert answer.redirect_chain == [(f"{ADDRESS}?done={key(section)}", 302)]
    assert stored(section) == Verification(timezone.localdate(), editor.pk, until)
    assert said(answer) == [
        f"“All countries · Se loger” is verified today by you. The next review is due on {until:%-d %B %Y}."
    ]
    assert {kind.name for kind in answer.context["kinds"]} == {"sourceless", "translations"}


def test_one_more_click_undoes_it(desk, section):
    before = stored(section)
    page = desk.post(CLICK, {"row": key(section)}, follow=True)
    assert page.context["undo"] == key(section)
    answer = desk.post(UNDO, {"row": page.context["undo"]}, follow=True)
    assert stored(section) == before
    assert said(answer) == ["Undone: “All countries · Se loger” is verified as it was before."]
    assert answer.context["undo"] == ""


def test_two_renewals_can_be_undone_in_any_order(desk, section):
    other = rows.contact(verified_on=timezone.localdate() - 90 * DAY, review_by=timezone.localdate() - DAY)
    before = [stored(section), stored(other)]
    for row in (section, other):
        desk.post(CLICK, {"row": key(row)})
    for row in (section, other):
        desk.post(UNDO, {"row": key(row)})
    assert [stored(section), stored(other)] == before


def test_what_moved_on_is_not_undone_and_that_is_said(desk, section):
    desk.post(CLICK, {"row": key(section)})
    Section.objects.filter(pk=section.pk).update(review_by=timezone.localdate() + 5 * DAY)
    now = stored(section)
    answer = desk.post(UNDO, {"row": key(section)}, follow=True)
    assert said(answer)[-1] == "“All countries · Se loger” has been verified again meanwhile: nothing is undone."
    assert stored(section) == now


def test_there_is_nothing_to_undo_twice_or_for_somebody_else(desk, section, django_user_model):
    desk.post(CLICK, {"row": key(section)})
    now = stored(section)
    other = Client()
    other.force_login(django_user_model.objects.create_superuser("bintou"))
    for someone in (other, desk, desk):
        answer = someone.post(UNDO, {"row": key(section)}, follow=True)
    assert said(answer) == ["There is nothing to undo here any more."]
    assert stored(section) != now


def test_a_row_that_is_wrong_in_itself_is_refused_in_words(desk, section):
    Section.objects.filter(pk=section.pk).update(in_brief_fr="a\nb\nc\nd\ne\nf")
    before = stored(section)
    answer = desk.post(CLICK, {"row": key(section)}, follow=True)
    assert said(answer) == [
        "“All countries · Se loger” is not renewed, something else has to be mended first: "
        "At most five sentences, one on each line."
    ]
    assert stored(section) == before


@pytest.mark.parametrize(
    "row",
    ["", "countries.section:", "countries.section:x", "countries.section:0", "countries.section:²", "auth.user:1",
     "countries.section:99999999999999999999", "countries.topic:1", "nothing", "\x00:1"],
)  # fmt: skip
@pytest.mark.parametrize("address", [CLICK, UNDO])
def test_what_is_no_text_is_not_found(desk, section, address, row):
    assert desk.post(address, {"row": row}).status_code in (404, 400)
    assert desk.post(address).status_code == 404


def test_get_changes_nothing(desk, section):
    before = stored(section)
    assert [desk.get(address, {"row": key(section)}).status_code for address in (CLICK, UNDO)] == [405, 405]
    assert desk.post(ADDRESS).status_code == 405
    assert stored(section) == before


def test_a_form_from_elsewhere_is_refused(section, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    before = stored(section)
    assert [browser.post(a, {"row": key(section)}).status_code for a in (CLICK, UNDO)] == [403, 403]
    assert stored(section) == before


def test_the_page_carries_what_the_forms_need(section, editor):
    """Without any script: the token stands in each form."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    page = browser.get(ADDRESS).content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = page.partition(f'action="{CLICK}"')[2].partition("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    answer = browser.post(CLICK, {"row": key(section), "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


def test_who_is_not_signed_in_or_no_staff_stays_outside(client, section):
    before = stored(section)
    for _round in range(2):
        answers = [client.get(ADDRESS), client.post(CLICK, {"row": key(section)}), client.post(UNDO)]
        outside = (302, "/en/admin/login/")
        assert [(a.status_code, a.headers.get("Location", "").partition("?")[0]) for a in answers] == [outside] * 3
        client.force_login(rows.user(is_staff=False))
    assert stored(section) == before


def test_who_may_only_read_texts_may_not_renew_them(client, section):
    user = rows.user()
    user.user_permissions.add(Permission.objects.get(codename="view_section"))
    client.force_login(user)
    before = stored(section)
    assert [client.post(address, {"row": key(section)}).status_code for address in (CLICK, UNDO)] == [403, 403]
    assert stored(section) == before


@pytest.mark.parametrize(
    ("group", "values"), [("Translator", {"languages": "ar"}), ("Editor", {"all_countries": True})]
)
def test_nor_may_who_does_not_publish_and_the_list_does_not_ask_them(section, group, values):
    """In their form of a public text none of this is theirs."""
    someone = browser(member(group, **values))
    before = stored(section)
    assert [someone.post(address, {"row": key(section)}).status_code for address in (CLICK, UNDO)] == [403, 403]
    assert stored(section) == before
    assert "due" not in {kind.name for kind in someone.get(ADDRESS).context["kinds"]}


def test_a_publisher_is_asked_and_renews(section):
    publisher = browser(member("Publisher"))
    (due,) = [kind for kind in publisher.get(ADDRESS).context["kinds"] if kind.name == "due"]
    assert [row.still_true for row in due.rows] == [key(section)]
    assert publisher.post(CLICK, {"row": key(section)}).status_code == 302
    assert not Section.objects.get().is_due


def test_what_is_not_due_is_not_renewed_and_that_is_said(desk, section):
    desk.post(CLICK, {"row": key(section)})
    now = stored(section)
    answer = desk.post(CLICK, {"row": key(section)}, follow=True)
    assert said(answer)[-1] == "“All countries · Se loger” is not due for review: nothing is renewed."
    assert stored(section) == now


def test_another_city_s_point_is_not_found(client, empty):
    due = {"verified_on": timezone.localdate() - 90 * DAY, "review_by": timezone.localdate() - DAY}
    point, other = rows.point(**due), rows.point(**due)
    user = rows.coordinator(point)
    user.user_permissions.add(*rows.unlimited("change_orientationpoint", "publish_content"))
    client.force_login(user)
    assert client.post(CLICK, {"row": key(other)}).status_code == 404
    assert client.post(CLICK, {"row": key(point)}).status_code == 302


def test_nothing_to_do_is_said_kindly(desk, empty):
    answer = desk.get(ADDRESS)
    assert answer.context["kinds"] == []
    assert "Nothing needs you today." in answer.content.decode()


def test_nothing_is_kept_by_a_cache_and_the_policy_is_the_admins(desk, empty):
    answer = desk.get(ADDRESS)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == desk.get("/en/admin/").headers["Content-Security-Policy"]


def test_markup_in_a_text_is_dead(desk, empty):
    evil = "<script>alert(1)</script>"
    due = {"verified_on": timezone.localdate() - 90 * DAY, "review_by": timezone.localdate() - DAY}
    row = rows.contact(name_fr=evil, country=rows.country(name_fr=evil), **due)
    pages = [desk.get(ADDRESS), desk.post(CLICK, {"row": key(row)}, follow=True)]
    assert [evil in page.content.decode() for page in pages] == [False, False]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0].content.decode()
