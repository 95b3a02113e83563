"""What a PDF is made of, read by poppler: nothing of ours judges what we print."""

import re
import subprocess
from xml.etree import ElementTree

_ISOLATES = str.maketrans("\u00a0", " ", "\u2066\u2067\u2068\u2069")
MM = 72 / 25.4  # points


def info(content: bytes) -> dict[str, str]:
    """ "Pages", "Tagged", "Page size", "Title" … of pdfinfo."""
    lines = _poppler(content, "pdfinfo", "-").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def pages(content: bytes) -> int:
    return int(info(content)["Pages"])


def language(content: bytes) -> str:
    """The language of the document, as its catalog says."""
    return re.search(rb"/Type/Catalog.*?/Lang\((.*?)\)", content)[1].decode()


def is_accessible(content: bytes) -> bool:
    """Tagged, and claiming PDF/UA-1."""
    return info(content)["Tagged"] == "yes" and b"<pdfuaid:part>1</pdfuaid:part>" in content


def fonts(content: bytes) -> list[tuple[str, str, str]]:
    """(name, embedded, subset) of each font: ("Vazirmatn-Bold", "yes", "yes")."""
    rows = [line.split() for line in _poppler(content, "pdffonts", "-").splitlines()[2:]]
    return sorted((row[0].partition("+")[2] or row[0], row[-5], row[-4]) for row in rows)


def text(content: bytes) -> str:
    """All the text in the order of the file, on one line, without the marks that set directions."""
    return " ".join(_poppler(content, "pdftotext", "-raw", "-", "-").translate(_ISOLATES).split())


def words(content: bytes, page: int = 1) -> list[tuple[str, float, float, float, float]]:
    """(word, left, top, right, bottom) in millimetres on one page."""
    html = _poppler(content, "pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-").translate(_ISOLATES)
    tree = ElementTree.fromstring(re.sub(r"<(meta|title)[^\n]*|<!DOCTYPE[^>]*>", "", html))
    found = (word for word in tree.iter() if word.tag.endswith("word"))
    return [(word.text, *(float(word.get(side)) / MM for side in ("xMin", "yMin", "xMax", "yMax"))) for word in found]


def _poppler(content: bytes, *command: str) -> str:
    run = subprocess.run(command, input=content, capture_output=True, check=True)
    return run.stdout.decode()
