"""What is a correction of a French text, and what says something else."""

import pytest

from core import corrections

pytestmark = pytest.mark.usefixtures("english")
FIGURE = "A figure, an amount or an address has changed."
WORDS = "Words have come or gone."
SIGN = "A sign that is neither a letter nor punctuation has changed."
LAYOUT = "A link or the layout has changed."
MANY = "More than 5 words have changed."


def became(before, now):
    return f"“{before}” has become “{now}”."


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Vous pouvez arrêter à chaque étape", "Vous pouvez arrêter, à chaque étape."),
        ("Vous pouvez arreter a chaque etape", "Vous pouvez arrêter à chaque étape"),
        ("vous pouvez « arrêter »", "Vous pouvez “arrêter” !"),
        ("Appelez le 1515", "Appelez le 1515."),
        ("Le batiement est ouvert", "Le bâtiment est ouvert"),
        ("L'acceuil est ouvert", "L’accueil est ouvert"),
        ("Le coeur du quartier", "Le cœur du quartier"),
        ("Une grand-mère, un coup", "Une grand mère, un coup"),
        ("de l’acompagnemment", "de l’accompagnement"),
        ("Une ligne.\nUne autre", "Une ligne.\r\nUne autre."),
        ("Le guichet ou se présenter", "Le guichet où se présenter"),
        ("Ouvert – le matin", "Ouvert, le matin"),
        ("de 10 - 12", "de 10 – 12"),
        ("Qui ?\u00a0Vous & nous", "Qui\u202f? Vous & nous"),
        ("me\u0302me", "même"),
    ],
)
def test_spelling_and_punctuation_are(before, now):
    assert corrections.refusal(before, now) == ""


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ("Vous ne pouvez pas arrêter", "Vous pouvez arrêter", WORDS),
        ("Vous pouvez arrêter", "Vous ne pouvez pas arrêter", WORDS),
        ("Il n’est obligé à rien", "Il est obligé à rien", WORDS),
        ("C’est payant", "C’est pas payant", WORDS),
        ("La loi vous aide sans attendre", "", WORDS),
        ("Un, deux, trois", "Un deux trois quatre cinq six sept huit neuf dix onze", WORDS),
        ("1,5 million de dirhams", "15 million de dirhams", FIGURE),
        ("du 1 au 23", "du 12 au 3", FIGURE),
        ("le 1515", "le 1551", FIGURE),
        ("écrire à aide@oim.int", "écrire à aide@oin.int", FIGURE),
        ("voir www.oim.int", "voir www.oin.int", FIGURE),
        ("voir https://iom.int/aide", "voir https://iom.int/aider", FIGURE),
        ("300 € par mois", "300 $ par mois", FIGURE),
        ("50 % du prix", "50 du prix", FIGURE),
        ("300 dirhams", "300 euros", became("dirhams", "euros")),
        ("à vingt ans", "à trente ans", became("vingt", "trente")),
        ("à vingt ans", "à vingts ans", became("vingt", "vingts")),
        ("avant trois mois", "avant trois moins", became("mois", "moins")),
        ("une aide sans papiers", "une aide dans papiers", became("sans", "dans")),
        ("Tournez à gauche", "Tournez à droite", became("gauche", "droite")),
        ("un séjour régulier", "un séjour irrégulier", became("régulier", "irrégulier")),
        ("un enfant mineur", "un enfant majeur", became("mineur", "majeur")),
        ("la rue Ben", "la rue Bel", became("Ben", "Bel")),
        ("au mois de mars", "au mois de mais", became("mars", "mais")),
        ("1. le premier", "le premier 1.", FIGURE),
        ("de 10 - 12", "de 10 12", FIGURE),
        ("le 0522 33", "le \u202e 0522 33 \u202c", SIGN),
        ("le 0522 33", "le \u202e0522 33", FIGURE),
        ("Entrée autorisée", "Entrée 🚫 autorisée", SIGN),
        ("Entrée autorisée", "Entrée auto\u200brisée", SIGN),
        ("C’est gratuit", "C’est g\u0336ratuit", SIGN),
        ("Vous & nous", "Vous nous", SIGN),
        ("a" * 61, "a" * 62, became("a" * 61, "a" * 62)),
        ("acte", "acteurs", became("acte", "acteurs")),
    ],
)
def test_another_meaning_is_not(before, now, reason):
    assert corrections.refusal(before, now) == reason


def test_five_words_are_and_six_are_not():
    before = "batiment etage ecole eleve repas hotel"
    assert corrections.refusal(before, "bâtiment étage école élève repas hôtel") == ""
    assert corrections.refusal(f"{before} cafe", "bâtiment étage école élève repas hôtel café") == MANY


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ("Retour volontaire", "Retour volontaire !", ""),
        ("ou se loger a Fes", "Où se loger à Fès", ""),
        ("Trouver un logement sûr", "Trouver un logement cher", became("sûr", "cher")),
        ("Se loger", "Se lover", became("loger", "lover")),
        ("12, rue Hassan", "12, rue Hassam", became("Hassan", "Hassam")),
        ("12, rue Hassan, Oujda", "12, rue Mohamed, Oujda", became("Hassan", "Mohamed")),
        ("12, rue Hassan", "21, rue Hassan", FIGURE),
        ("Lundi au vendredi", "Lundi au samedi", became("vendredi", "samedi")),
        ("9h-12h", "9h-13h", FIGURE),
    ],
)
def test_of_a_name_a_title_an_address_only_signs_accents_and_capitals(before, now, reason):
    assert corrections.refusal(before, now, is_short=True) == reason


LINK = '<p>Lire <a href="https://iom.int/a">le guide</a> <strong>entier</strong></p>'


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (LINK, LINK.replace("guide", "giude"), ""),
        (LINK, LINK.replace('">', '" rel="noopener noreferrer" target="_blank">'), ""),
        (LINK, LINK.replace("/a", "/b"), LAYOUT),
        (LINK, LINK.replace("strong>", "em>"), LAYOUT),
        (LINK, LINK.replace("<strong>entier</strong>", "entier"), LAYOUT),
        (LINK, '<p><a href="https://iom.int/a">Lire le</a> guide <strong>entier</strong></p>', LAYOUT),
        ("<ul><li>Un</li><li>Deux</li></ul>", "<ul><li><p>Un.</p></li><li><p>Deux.</p></li></ul>", ""),
        ("<p>Un</p><p>Deux</p>", "<p>Un Deux</p>", LAYOUT),
        ("<p>L&#x27;acceuil &amp; vous</p>", "<p>L'accueil &amp; vous</p>", ""),
        ("<p>10&nbsp;000 personnes</p>", "<p>100&nbsp;00 personnes</p>", FIGURE),
    ],
)
def test_in_rich_text_the_layout_and_the_links_stay(before, now, reason):
    assert corrections.refusal(before, now, is_rich=True) == reason


def test_two_texts_without_a_space_are_compared_at_once():
    before, now = "a" * 100_000, "a" * 99_999 + "b"
    assert corrections.refusal(before, now) == became(before, now)
