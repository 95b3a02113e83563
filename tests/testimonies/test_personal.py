"""What in a text could lead to a person: found, and not found where there is nothing."""

import pytest

from testimonies import personal
from testimonies.models import Subtitle
from tests import rows

PHONE, EMAIL = "a telephone number", "an e-mail address"
DATE, NAME = "an exact date (write the year only)", "a long name"


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Appelez le +212 6 12 34 56 78.", "+212 6 12 34 56 78", PHONE),
        ("06.12.34.56.78", "06.12.34.56.78", PHONE),
        ("هاتفه ٠٦١٢٣٤٥٦٧٨", "0612345678", PHONE),
        ("(0522) 20-45-67", "(0522) 20-45-67", PHONE),
        ("écrire à awa.d@example.org", "awa.d@example.org", EMAIL),
        ("awa (at) example.org", "awa (at) example.org", EMAIL),
        ("rentré le 12 mars 2021", "12 mars", DATE),
        ("le 1er mai", "1er mai", DATE),
        ("on March 5th, 2020", "March 5th", DATE),
        ("the 3rd of June", "3rd of June", DATE),
        ("12/03/2021", "12/03/2021", DATE),
        ("2018-10-25", "2018-10-25", DATE),
        ("عاد في 12 شتنبر 2021", "12 شتنبر", DATE),
        ("Mamadou Diallo vit à Labé", "Mamadou Diallo", NAME),
        ("Mais Fatou CAMARA dit", "Fatou CAMARA", NAME),
        ("avec Aïcha de Souza", "Aïcha de Souza", NAME),
        ("Mohamed Ould Salem", "Mohamed Ould Salem", NAME),
        ("Appelez le 620 123 456", "620 123 456", PHONE),
        ("77 123 45 67", "77 123 45 67", PHONE),
        ("MAMADOU DIALLO raconte", "MAMADOU DIALLO", NAME),
        ("avec FATOU BINTA BARRY", "FATOU BINTA BARRY", NAME),
    ],
)
def test_what_could_lead_to_a_person_is_found(english, text, words, kind):
    assert personal.warnings(text) == [f"“{words}” looks like {kind}."]


@pytest.mark.parametrize(
    "text",
    [
        "Mamadou est rentré à Kolda en 2018, avec 3 000 poules.",
        "Un crédit de 25 000 000 GNF sur 2017-2019.",
        "Il a reçu 1 234 567 FCFA, puis € 123 456 789, puis 345 678 910 francs.",
        "AU MALI, L’OIM ET L’UNION EUROPÉENNE. FORAS ONG",
        "600 000 000 habitants",
        "De Côte d’Ivoire en Sierra Leone, par Saint-Louis du Sénégal.",
        "L’Organisation internationale pour les migrations et l’Union Européenne",
        "L’association AVSI. Elle Fatou. Revenue de Gambie, Mariam vend.",
        "En mai 2021, il a ouvert.",
        "عاد محمد علي إلى باماكو سنة 2019.",  # a limit: Arabic has no capitals
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nBonjour",
        "",
    ],
)
def test_what_leads_to_nobody_is_left_alone(text):
    assert personal.warnings(text) == []


def test_a_thing_said_twice_is_told_once(english):
    assert personal.warnings("Awa Diop, oui, Awa Diop") == ["“Awa Diop” looks like a long name."]


@pytest.mark.django_db
def test_every_text_of_a_story_is_looked_at_and_named(english):
    story = rows.story(
        slug="awa-a-dakar",
        displayed_name_fr="Awa",
        title_fr="Chez Awa Diop",
        article_title="Awa Ndiaye raconte",
        summary_ar="اتصلوا على 0612345678",
        transcript_en="On 5 March she left.",
    )
    Subtitle.objects.create(
        testimony=story, language="fr", webvtt="WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nawa@example.org"
    )
    assert personal.warnings_about(story) == [
        ("slug", "The web address carries the name shown. Choose one without a name."),
        ("title [fr]", "“Awa Diop” looks like a long name."),
        ("summary [ar]", "“0612345678” looks like a telephone number."),
        ("story or transcript [en]", "“5 March” looks like an exact date (write the year only)."),
        ("subtitles [fr]", "“awa@example.org” looks like an e-mail address."),
        ("title of the article", "“Awa Ndiaye” looks like a long name."),
    ]
