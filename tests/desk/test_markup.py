"""A look that refuses what would fill the memory, and lets through what an export may hold."""

import io
import tracemalloc

import pytest

from desk import markup
from desk.packages import RefusedError

pytestmark = pytest.mark.usefixtures("english")
BIG, BROKEN = "This file holds far more than any export: not opened.", "This is neither a spreadsheet"
ENTITIES = "The file declares a document type or entities."


def looked(*parts, **options):
    look = markup.Look(**options)
    for part in parts:
        look.at(io.BytesIO(part if isinstance(part, bytes) else part.encode()))
    return look.found


def test_elements_and_attributes_of_all_parts_are_counted():
    assert looked('<a b="1" c="2"><d/>text</a>', "<a/>") == 5
    assert looked('<?xml version="1.0" encoding="utf-16"?><a><b/></a>'.encode("utf-16")) == 2
    assert looked("<a>" + "x" * 3_000_000 + "</a>") == 1  # long texts are no matter


@pytest.mark.parametrize(
    ("part", "options", "reason"),
    [
        ("<a>" + "<b/>" * markup.MOST + "</a>", {}, BIG),
        ("<a>" + '<b c=""/>' * (markup.MOST // 2) + "</a>", {}, BIG),
        ("<a><b/><b/><b/></a>", {"most_others": 3}, BIG),
        ("<a>" + '<b xmlns="u"/>' * (markup.MOST // 2) + "</a>", {}, BIG),
        ("<a " + " ".join(f'b{n}=""' for n in range(150_000)) + "/>", {}, BIG),
        ("<a>" * 251 + "</a>" * 251, {}, BROKEN),
        ("<a><b/></a>", {"deepest": 1}, BROKEN),
        ("<a>", {}, BROKEN),
        ("", {}, BROKEN),
        ("<a/><a/>", {}, BROKEN),
        ("<a>&b;</a>", {}, BROKEN),
        ('<?xml version="1.0" encoding="nothing"?><a/>', {}, BROKEN),
        ("<!DOCTYPE a><a/>", {}, ENTITIES),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {}, ENTITIES),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), {}, ENTITIES),
    ],
)
def test_what_is_refused(part, options, reason):
    with pytest.raises(RefusedError, match=reason):
        looked(part, **options)


class LookForOthers(markup.Look):
    def is_cheap(self, name):
        return name == "u b"


def test_cheap_elements_are_many_and_known_by_their_namespace():
    look = LookForOthers(most_others=3)
    look.at(io.BytesIO(b'<a xmlns:x="u"><x:b/><b/><x:b/></a>'))  # the declaration, the root, and the other b
    assert (look.found, look.others) == (5, 3)


def test_a_look_takes_next_to_no_memory():
    part = io.BytesIO(b"<a>" + b"<b/>" * 200_000 + b"</a>")
    tracemalloc.start()
    markup.Look().at(part)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000
