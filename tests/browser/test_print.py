"""Paper: on A4, without colours, with what is folded away on the screen, and Arabic not cut in half."""

import re
import subprocess

import pytest
from PIL import Image, ImageChops

from tests.browser.looking import words

pytestmark = pytest.mark.look

MILLIMETRE = 72 / 25.4  # in the points of a PDF
MARGIN = 12 * MILLIMETRE
LEAN = 3  # points that a letter may lean out of its box
DOTS = 50  # per inch, of the pictures that are searched for ink
MOST_PAGES = {"": 3, "countries/senegal/": 14, "return/": 4, "checklist/": 1}

PARKED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".skip { display: block !important; clip-path: none !important; inset-inline-start: -999rem }");
  document.adoptedStyleSheets = [sheet];
}"""

every_direction = pytest.mark.parametrize("language", ["fr", "ar"])
every_sheet = pytest.mark.parametrize("path", MOST_PAGES, ids=lambda path: path or "home")


class Paper:
    """A page as Chromium prints it, read back with poppler."""

    def __init__(self, page, folder):
        self.file = folder / "page.pdf"
        page.pdf(path=self.file, prefer_css_page_size=True, print_background=False)
        self.facts = dict(re.findall(r"^([\w ]+): +(.*)$", read("pdfinfo", self.file), re.MULTILINE))
        self.text = read("pdftotext", self.file, "-")
        self.pages = int(self.facts["Pages"])
        self.width = float(self.facts["Page size"].split()[0])

    def places(self) -> list[tuple[float, float]]:
        """The left and right edge of every word, in points."""
        listing = read("pdftotext", "-bbox", self.file, "-")
        boxes = re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', listing)
        return [(float(left), float(right)) for left, right in boxes]

    def ink(self) -> list[tuple[float, float]]:
        """The left and right edge of what is printed on each sheet, in points."""
        prefix = self.file.with_suffix("")
        subprocess.run(["pdftoppm", "-r", str(DOTS), "-gray", self.file, prefix], check=True)
        edges = []
        for file in sorted(self.file.parent.glob("page-*.pgm")):
            with Image.open(file) as sheet:
                box = ImageChops.invert(sheet).getbbox()
                edges.append((box[0] * 72 / DOTS, box[2] * 72 / DOTS))
        return edges


def read(*command) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def cut(paper: Paper) -> list[tuple[float, float]]:
    """The words, and the sheets' ink, that reach into the margin or beyond the paper."""
    begin, end = MARGIN - LEAN, paper.width - MARGIN + LEAN
    return [edges for edges in paper.places() + paper.ink() if edges[0] < begin or edges[1] > end]


def letters(text: str) -> list[str]:
    """Poppler turns Arabic letters round; which ones there are stays true."""
    return sorted(character for character in words(text) if character.isalnum())


@every_direction
@every_sheet
def test_sheets_are_few_and_nothing_is_cut(site, visitor, tmp_path, language, path):
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/{path}")
    paper = Paper(page, tmp_path)
    assert paper.facts["Page size"].endswith("(A4)")
    assert paper.pages <= MOST_PAGES[path]
    assert len(paper.places()) > 50
    assert len(paper.ink()) == paper.pages
    assert cut(paper) == []
    start = max(right for _, right in paper.ink()) if language == "ar" else min(left for left, _ in paper.ink())
    assert start == pytest.approx(paper.width - MARGIN if language == "ar" else MARGIN, abs=2 * LEAN)


@every_direction
def test_heading_is_whole_on_paper(site, visitor, tmp_path, language):
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/checklist/")
    heading = page.locator("h1").inner_text()
    printed = Paper(page, tmp_path).text
    assert any(letters(heading) == letters(line) for line in printed.splitlines())


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_checklist_is_one_sheet_with_every_line(site, visitor, tmp_path, language):
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/checklist/")
    paper = Paper(page, tmp_path)
    assert paper.pages == 1
    printed = set(letters(paper.text))
    for line in page.locator(".checklist label").all_inner_texts():
        assert set(letters(line)) <= printed


def test_what_is_folded_away_is_printed(site, visitor, tmp_path):
    page = visitor.new_page()
    page.goto(f"{site.url}/fr/countries/senegal/")
    assert page.locator("details[open]").count() == 0
    printed = words(Paper(page, tmp_path).text)
    paragraphs = [words(text) for text in page.locator("details .prose p").all_text_contents()]
    assert len(paragraphs) > 20
    assert [text for text in paragraphs if text not in printed] == []
    sources = page.locator("details.sources li a").first
    assert words(sources.get_attribute("href")) in printed


def test_a_cut_page_is_noticed(site, visitor, tmp_path):
    """A control: a link parked far outside makes Chromium print Arabic pages cut in half, and that is seen."""
    page = visitor.new_page()
    page.goto(f"{site.url}/ar/checklist/")
    page.evaluate(PARKED)
    assert cut(Paper(page, tmp_path)) != []
