"""A migrant decides by the megabyte: not one byte of media before a tap, a part of the file after it.

A `default` on a track would make Chromium fetch the subtitles with the page, a `poster` the picture: neither is used.
"""

import pytest

from tests.pages import LANGUAGES

pytestmark = pytest.mark.look

STORY = "testimonies/foras-in-brief/"
SMALL = "details.rung >> nth=0"


class Traffic:
    """Every answer from the media addresses: (path, status, bytes announced)."""

    def __init__(self, page):
        self.seen: list[tuple[str, int]] = []
        page.on("response", self._note)

    def _note(self, response) -> None:
        if "/media/" in response.url:
            self.seen.append((response.request.resource_type, response.status))

    def of(self, kind: str) -> list[int]:
        return [status for found, status in self.seen if found == kind]


def opened(page, site, language="fr"):
    page.goto(f"{site.url}/{language}/{STORY}", wait_until="networkidle")
    page.mouse.wheel(0, 5000)  # scrolled past, as one does: a lazy picture must still wait
    page.wait_for_timeout(500)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_one_byte_of_media_before_a_tap(site, visitor, language):
    page = visitor.new_page()
    traffic = Traffic(page)
    opened(page, site, language)
    assert page.locator("details.rung").count() == 2
    assert page.locator("video[autoplay], [preload=auto], [preload=metadata]").count() == 0
    assert traffic.seen == []


def test_opening_costs_the_picture_and_playing_a_part(site, visitor):
    page = visitor.new_page()
    traffic = Traffic(page)
    opened(page, site)
    page.locator(SMALL).locator("summary").click()
    page.wait_for_timeout(1000)
    assert (traffic.of("image"), traffic.of("media")) == ([200], [])
    video = page.locator(SMALL).locator("video")
    video.evaluate("video => { video.muted = true; return video.play() }")
    page.wait_for_timeout(1000)
    assert set(traffic.of("media")) == {206}
    assert video.evaluate("video => [video.videoWidth, video.videoHeight]") == [426, 240]


def test_seeking_asks_for_the_rest_only(site, visitor):
    page = opened(visitor.new_page(), site)
    page.locator(SMALL).locator("summary").click()
    video = page.locator(SMALL).locator("video")
    where = video.evaluate(
        """video => new Promise(resolve => {
            video.muted = true
            video.addEventListener("seeked", () => resolve(video.currentTime))
            video.addEventListener("loadedmetadata", () => { video.currentTime = 60 })
            video.load()
            video.play()
        })"""
    )
    assert where == pytest.approx(60, abs=1)


def test_arabic_subtitles_run_from_the_right(site, visitor):
    page = opened(visitor.new_page(), site, "ar")
    page.locator(SMALL).locator("summary").click()
    texts = (
        page.locator(SMALL)
        .locator("video")
        .evaluate(
            """video => new Promise(resolve => {
            const track = [...video.textTracks].find(track => track.language === "ar")
            track.mode = "showing"
            video.querySelector("track[srclang=ar]").addEventListener("load", () =>
                resolve([...track.cues].map(cue => cue.text)))
        })"""
        )
    )
    assert len(texts) == 9
    assert {text[0] for text in texts} == {"\u200f"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_overflows(site, visitor, language, width):
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    opened(page, site, language)
    for summary in page.locator("details.rung summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
