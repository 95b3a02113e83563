"""Every public page is weighed as a browser would get it."""

import random
from io import StringIO

import brotli
import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from desk import weights
from desk.models import PageWeight
from tests import rows
from tests.pages import LANGUAGES

pytestmark = pytest.mark.django_db


def weigh() -> str:
    out = StringIO()
    call_command("weigh_pages", stdout=out, stderr=out)
    return out.getvalue()


def test_a_page_weighs_what_travels_for_it_and_for_what_it_names(client, empty):
    scales = weights.Scales()
    headers = {"accept-encoding": "br", "host": "localhost"}
    page = client.get("/fr/", headers=headers).content
    files = weights._FILES.findall(brotli.decompress(page).decode())
    assert sorted(file.rpartition(".")[2] for file in files) == ["css", "svg"]
    of_files = 0
    for file in files:
        answer = client.get(file, headers=headers)
        of_files += len(b"".join(answer.streaming_content))  # read to the end, it closes itself
    assert scales.weigh("/fr/") == len(page) + of_files
    assert 3_000 < scales.weigh("/fr/") < 20_000


def test_every_page_of_the_sitemap_is_weighed_in_each_language(empty):
    rows.country(slug="pays")
    said = weigh()
    paths = set(PageWeight.objects.values_list("path", flat=True))
    assert {f"/{code}/countries/pays/" for code in LANGUAGES} < paths
    assert paths == set(weights.Scales().paths())
    assert len(paths) == 3 * (11 + 3)
    assert said == "42 pages weighed, 0 over 20,000 bytes.\n"


def test_what_is_over_the_budget_is_said_and_kept(empty):
    text = " ".join(f"{random.Random(n).getrandbits(64):x}" for n in range(3_000))  # does not compress to nothing
    page = rows.page(slug="lourd", body_fr=f"<p>{text}</p>")
    said = weigh().splitlines()
    heavy = list(PageWeight.objects.heavy().values_list("path", flat=True))
    assert sorted(heavy) == [f"/{code}/lourd/" for code in ("ar", "en", "fr")]
    assert [line.split()[1] for line in said[:-1]] == [f"/{code}/lourd/" for code in LANGUAGES]
    page.delete()
    weigh()
    assert not PageWeight.objects.heavy().exists()


def test_a_page_that_does_not_answer_is_said(empty):
    with pytest.raises(weights.UnreadableError, match="/fr/nothing-here/ answers 404"):
        weights.Scales().weigh("/fr/nothing-here/")


def broken_sitemap(_request):
    return HttpResponse("<urlset><url><loc>http://localhost/fr/gone/</loc></url></urlset>")


def gone(_request):
    return HttpResponse(status=410)


urlpatterns = [path("sitemap.xml", broken_sitemap), path("fr/gone/", gone)]


@pytest.mark.urls(__name__)
def test_when_no_page_answers_what_was_known_stays(empty):
    PageWeight.objects.create(path="/fr/", bytes=9_000, weighed_at=timezone.now())
    said = [str(one) for one in weights.weigh()]
    assert said == ["/fr/gone/ answers 410"]
    assert list(PageWeight.objects.values_list("path", "bytes")) == [("/fr/", 9_000)]
