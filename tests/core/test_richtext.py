"""Whatever is pasted, only what the toolbar can make is stored, and only that is printed."""

import pytest

from core import richtext
from portal.models import Page

HARMLESS = (
    "<p>a <strong>b</strong> <em>c</em><br>d</p><h3>e</h3><h4>f</h4><ul><li>g</li></ul><ol><li>h</li></ol>"
    "<blockquote><p>i</p></blockquote>"
    '<p><a href="https://example.org/x">j</a><a href="http://example.org">k</a>'
    '<a href="mailto:a@example.org">l</a><a href="tel:+221338">m</a><a href="/fr/rights/">n</a></p>'
)
HOSTILE = [
    ("<script>alert(1)</script>b", "b"),
    ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>b", "b"),
    ("<scr<script>ipt>alert(1)</script>h", "ipt&gt;alert(1)h"),
    ("<p><script><b>g</b></script>h</p>", "<p>h</p>"),
    ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
    ("<p ONMOUSEOVER=alert(1)>a</p>", "<p>a</p>"),
    ('<p style="color:red" class="x" id="main" dir="ltr">a</p>', "<p>a</p>"),
    ("<style>p{display:none}</style>k", "k"),
    ('<iframe src="https://evil.example"></iframe>c', "c"),
    ('<object data="x"></object><embed src="x">c', "c"),
    ('<form action="//evil.example"><input name="q"><button>d</button></form>', "d"),
    ("<img src=x onerror=alert(1)>j", "j"),
    ('<svg onload="alert(1)"><circle/></svg>f', "f"),
    ("<svg><script>alert(1)</script><a href='javascript:x'><text>q</text></a></svg>f", "f"),
    ("<math><mi xlink:href='javascript:x'>k</mi></math>f", "f"),
    ('<a href="javascript:alert(1)">d</a>', "d"),
    ('<a href="JaVaScRiPt:alert(1)">d</a>', "d"),
    ('<a href=" javascript:alert(1)">d</a>', "d"),
    ('<a href="java&#10;script:alert(1)">d</a>', "d"),
    ('<a href="&#106;avascript:alert(1)">d</a>', "d"),
    ('<a href="data:text/html;base64,PHNjcmlwdD4=">d</a>', "d"),
    ('<a href="vbscript:x">d</a>', "d"),
    ('<a href="https://example.org" target="_blank" onclick="x()">d</a>', '<a href="https://example.org">d</a>'),
    ("<h1>x</h1><h2>y</h2>", "xy"),
    ("<table><tbody><tr><td>x</td></tr></tbody></table>", "x"),
    ("<div><span>x</span></div>", "x"),
    ("<!-- c -->x<!--[if IE]><p>y</p><![endif]-->", "x"),
    ("<p><b>i</p></b>", "<p>i</p>"),
    ("<p>x<strong>y", "<p>x<strong>y</strong></p>"),
    ("<p>1 < 2 & 3 > 2</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    ("</div></main><p>x</p>", "<p>x</p>"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x", "&lt;p title=''&gt;x"),
]


WITHOUT_SCHEME = [
    ('<a href="www.oim.int">a</a>', '<a href="https://www.oim.int">a</a>'),
    ('<a title="b" href="oim.int/fr?x=1#y">a</a>', '<a title="b" href="https://oim.int/fr?x=1#y">a</a>'),
    ('<a href="aide@oim.int">a</a>', '<a href="mailto:aide@oim.int">a</a>'),
    ('<a href="mailto:aide@oim.int">a</a>', '<a href="mailto:aide@oim.int">a</a>'),
    ('<a href="https://oim.int/www.x.org">a</a>', '<a href="https://oim.int/www.x.org">a</a>'),
    ('<a href="/fr/droits/">a</a><a href="#b">b</a><a href="droits">c</a>',) * 2,
    ('<p>Écrire href="www.oim.int" et &lt;a href="www.oim.int"&gt;</p>',) * 2,
    ('<a title=" href=" href="www.oim.int">a</a>', '<a title=" href=" href="https://www.oim.int">a</a>'),
]


TO_NOWHERE = [
    ('<p>a <a href="" title="">b</a> c</p>', "<p>a b c</p>"),
    ('<p><a href=" " title="t"><strong>b</strong></a></p>', "<p><strong>b</strong></p>"),
    ('<p><a title="href=">b</a><a>c</a></p>', "<p>bc</p>"),
    ('<p><a href="https://">b</a><a href="mailto:">c</a><a href="http:// ">d</a></p>', "<p>bcd</p>"),
    ('<p><a href="javascript:alert(1)" title="t">b</a> <a href="/fr/">c</a></p>', '<p>b <a href="/fr/">c</a></p>'),
    ('<p><a href="https://oim.int" title="">b</a></p>', '<p><a href="https://oim.int">b</a></p>'),
    ('<p><a href="https://oim.int" title="t">b</a></p>', '<p><a href="https://oim.int" title="t">b</a></p>'),
    ('<p><a href="#b">b</a></p>', '<p><a href="#b">b</a></p>'),
]


@pytest.mark.parametrize(("typed", "kept"), TO_NOWHERE)
def test_a_link_to_nowhere_is_its_text_alone(typed, kept):
    """The editor's dialog takes any address, an empty one too."""
    assert richtext.clean(typed) == kept
    assert richtext.clean(kept) == kept
    assert Page._meta.get_field("body_fr").clean(typed, None) == kept


@pytest.mark.parametrize(("typed", "kept"), WITHOUT_SCHEME)
def test_a_link_without_its_scheme_leads_where_it_was_meant_to(typed, kept):
    assert richtext.clean(typed) == kept
    assert Page._meta.get_field("body_ar").clean(typed, None) == kept


@pytest.mark.parametrize(("pasted", "kept"), HOSTILE)
def test_printing_keeps_the_text_and_drops_the_rest(pasted, kept):
    assert richtext.clean(pasted) == kept


@pytest.mark.parametrize(("pasted", "kept"), HOSTILE)
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_column_of_each_language_stores_the_same(pasted, kept, language):
    assert Page._meta.get_field(f"body_{language}").clean(pasted, None) == kept


@pytest.mark.parametrize(("pasted", "kept"), HOSTILE)
def test_cleaning_twice_changes_nothing(pasted, kept):
    assert richtext.clean(richtext.clean(pasted)) == kept


def test_what_the_toolbar_makes_stays_as_it_is():
    assert richtext.clean(HARMLESS) == HARMLESS


def test_an_empty_paragraph_of_the_editor_is_stored_as_nothing():
    assert Page._meta.get_field("body_fr").clean("<p></p>", None) == ""


def test_full_clean_stores_the_cleaned_text():
    page = Page(slug="x", title_fr="x", body_fr="<p onclick='x()'>a</p><script>b</script>")
    page.full_clean(validate_unique=False, validate_constraints=False)
    assert page.body_fr == "<p>a</p>"


@pytest.mark.parametrize(
    ("top", "printed"),
    [
        (2, "<h2>a</h2><h3>b</h3><p>h3 &lt;h3&gt;</p>"),
        (3, "<h3>a</h3><h4>b</h4><p>h3 &lt;h3&gt;</p>"),
        (4, "<h4>a</h4><h5>b</h5><p>h3 &lt;h3&gt;</p>"),
    ],
)
def test_headings_begin_where_the_page_needs_them(top, printed):
    html = richtext.clean("<h3>a</h3><h4>b</h4><p>h3 &lt;h3&gt;</p>")
    assert richtext.with_headings_from(top, html) == printed
