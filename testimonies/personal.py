"""A second pair of eyes on a text about a person: what in it could lead to them.

Warnings, never refusals: only a person can judge. Known limits, said to the editor by the guide: Arabic has no
capitals, so names in Arabic are not found; one word alone is never taken for a long name; places that are not in
KNOWN are taken for names; numbers written as words, nicknames and faces are for the reviewer.
"""

import re

from django.utils.translation import gettext as _

from core import languages

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,/])(?:\+|00)?\(?\d(?:[\s\u00a0\u202f.()-]{0,2}\d){7,14}(?![\w/])")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[\s\u00a0\u202f.]\d{3})+")  # "600 000 000"
_YEARS = re.compile(r"\d{4}\s?-\s?\d{4}")  # "2007-2008"
_CURRENCY = r"(?:FCFA|F\s?CFA|CFA|XOF|XAF|GNF|MAD|DH|MRU|EUR|USD|€|\$|euros?|dollars?|francs?|dirhams?|ouguiyas?|"
_CURRENCY += r"درهم(?:ا|ًا)?|فرنك(?:ا|ًا)?|يورو|دولار(?:ا|ًا)?)"
_BESIDE_CURRENCY = rf"(?:{_CURRENCY}\s?%s(?!\d)|(?<!\d)%s\s?(?:de\s)?{_CURRENCY}(?!\w))"
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc "
    "يناير فبراير مارس أبريل ابريل ماي مايو يونيو يوليوز يوليو غشت أغسطس شتنبر سبتمبر أكتوبر اكتوبر "
    "نونبر نوفمبر دجنبر ديسمبر"
)
_MONTH = "(?:" + "|".join(sorted(_MONTHS.split(), key=len, reverse=True)) + r")\.?"
_D, _M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"  # a day, a month, in figures
_DATE = re.compile(
    rf"(?<![\d/.-])(?:{_D}\s?[/.-]\s?{_M}|{_M}\s?[/.-]\s?{_D})\s?[/.-]\s?(?:\d{{4}}|\d{{2}})(?![/.-]?\d)"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b\d{{1,2}}(?:er|st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?!\w)"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*[:h])",
    re.IGNORECASE,
)
_TIMING = re.compile(r"^.*-->.*$", re.MULTILINE)  # the timing line of a subtitle is no phone number
_WORD = r"[^\W\d_a-zà-ÿ][\w’'-]*[a-zà-ÿ][\w’'-]*"  # begins with a capital, has a small letter: "OIM" is no name
_SURNAME = r"(?!BAOS|FORAS|UNHCR|ANAPEC)[A-ZÀ-Þ]{4,}"  # "Mamadou DIALLO"
_LINK = r"[ \u00a0](?:(?:de|da|dos|du|ould|ben|bint|El|Al)[ \u00a0])?"
_LONG_NAME = re.compile(rf"{_WORD}(?:{_LINK}(?:{_WORD}|{_SURNAME}))+")
_SHOUTED = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ]{3,}(?:[ \u00a0-][A-ZÀ-Þ]{3,})+(?![\w’'-])")  # "MAMADOU DIALLO"

_ELISION = re.compile(r"^(?:[CDJLMNST]|Qu)[’']")  # "L’association" begins with no name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Countries, cities, regions and institutions of the programme: pairs made of these alone are not names of persons.
KNOWN = _words("""
    Abidjan Afrique Africa Algérie Algeria Alger Allemagne Europe Europa Maroc Morocco Casablanca Oujda Rabat
    Tanger Sénégal Senegal Dakar Kolda Kaffrine Tambacounda Saint Louis Ziguinchor Casamance Mali Bamako Kayes
    Ségou Sikasso Mopti Tombouctou Timbuktu Gao Guinée Guinea Conakry Boké Kindia Labé Mamou Kankan Coyah
    N’Zérékoré Nzérékoré Côte Cote Ivoire d’Ivoire D’Ivoire Bouaké Daloa Korhogo Yamoussoukro Cameroun Cameroon
    Douala Yaoundé Bafoussam Mauritanie Mauritania Libye Libya Niger Nigeria Gambie Gambia Tunisie Tunisia Tunis
    Belgique Belgium France Espagne Spain Italie Italy Burkina Faso Congo Togo Union Européenne European Nations
    Unies United Organisation Organization Internationale International Migrations Migration Croix Rouge Red
    Cross Crescent Croissant Initiative Conjointe Joint Haut Commissariat Caritas Foras Office National Agence
    Nationale Ministère Ministry République Republic Moyen Orient Nord Sud Est Ouest North South East West
    Afriques Sierra Leone Cap Vert Reintegration Réintégration Assistance Stranded Migrants Migrant Return Retour
""")
# Words that begin a sentence, and therefore wear a capital, before a first name.
_OPENERS = _words("""
    À A Après After And Alors Aujourd’hui Au Aux Avec Avant As At Before But By Ce Cet Cette Ces Chez Comme Dans
    De Depuis Des Deux Donc Du Elle Elles En Enfin Et For From He Her His Ici If Il Ils In It Je J’ai La Le Les
    Leur Mais Mon Ma My Ne Nous On Or Où Our Par Pendant Plus Pour Puis Quand Que Qui Sa Sans Selon She Si Since
    So Son Sur Then The Their They This Today Tous Tout Un Une Until Vers We What When Where While Who With You
    Yes No Non Oui
""")
_ACRONYMS = _words("OIM IOM HCR UNHCR BAOS FORAS ANAPEC OFII AVSI ONG NGO GIE CFA FCFA GNF XOF MAD EUR")
_SHOUTED_KNOWN = _ACRONYMS | {word.upper() for word in KNOWN | _OPENERS}


def warnings(text: str) -> list[str]:
    """One sentence for each thing in `text` (plain, or WebVTT) that could lead to a person; [] for none."""
    plain = _TIMING.sub(" ", text or "").translate(_DIGITS)
    dates = [match[0] for match in _DATE.finditer(plain)]
    without_dates = _DATE.sub(" ", plain)
    emails = [match[0] for match in _EMAIL.finditer(plain)]
    numbers = [match[0].strip() for match in _PHONE.finditer(without_dates)]
    phones = [number for number in numbers if not _is_amount(number, without_dates)]
    found = [(_("a telephone number"), phones), (_("an e-mail address"), emails)]
    found += [
        (_("an exact date (write the year only)"), dates),
        (_("a long name"), _long_names(_EMAIL.sub(" ", plain))),
    ]
    return [
        _("“%(words)s” looks like %(kind)s.") % {"words": words, "kind": kind}
        for kind, hits in found
        for words in dict.fromkeys(hits)
    ]


def warnings_about(testimony) -> list[tuple[str, str]]:
    """(where, sentence) for every text of a story that readers may see: its fields in each language, its subtitles."""
    texts = []
    for name in ("title", "displayed_name", "region", "summary", "transcript", "content_note"):
        label = testimony._meta.get_field(name).verbose_name
        texts += [(f"{label} [{code}]", getattr(testimony, f"{name}_{code}") or "") for code in languages.CODES]
    if testimony.pk:
        texts += [(f"{_('subtitles')} [{row.language}]", row.webvtt) for row in testimony.subtitles.all()]
    found = [(str(where), sentence) for where, text in texts for sentence in warnings(text)]
    found += [(str(_("title of the article")), sentence) for sentence in warnings(testimony.article_title)]
    return _slug_warnings(testimony) + found


def _is_amount(number: str, text: str) -> bool:
    """Two years, or digits in threes that are round or stand beside a currency: telephone numbers are in threes too."""
    if _YEARS.fullmatch(number):
        return True
    if not _AMOUNT.fullmatch(number):
        return False
    return number.endswith("000") or bool(
        re.search(_BESIDE_CURRENCY.replace("%s", re.escape(number)), text, re.IGNORECASE)
    )


def _slug_warnings(testimony) -> list[tuple[str, str]]:
    words = set(testimony.slug.casefold().split("-"))
    if words & set(re.findall(r"\w+", (testimony.displayed_name_fr or "").casefold())):
        return [(_("slug"), _("The web address carries the name shown. Choose one without a name."))]
    return []


def _long_names(text: str) -> list[str]:
    """Capitalised words in a row, of which at least two are no known place, institution or opener of a sentence."""
    found = []
    for match in _LONG_NAME.finditer(text):
        words = match[0].split()
        while words and words[0] in _OPENERS:
            words = words[1:]
        if sum(not _is_known(word) for word in words) > 1:
            found.append(" ".join(words))
    for match in _SHOUTED.finditer(text):
        words = re.split("[ \u00a0-]", match[0])
        if sum(word not in _SHOUTED_KNOWN for word in words) > 1:
            found.append(match[0])
    return found


def _is_known(word: str) -> bool:
    bare = _ELISION.sub("", word)
    return bare.islower() or word in KNOWN or all(part in KNOWN for part in bare.split("-"))
