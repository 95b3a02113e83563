"""Draws the video “FORAS en bref” and its subtitles into testimonies/starter/media: `make explainer`.

Slides from the programme's own leaflet, big type in the site's colours, no person, no voice: the subtitles in three
languages say the words. Needs ffmpeg and the DejaVu fonts; what it writes is committed, so that a fresh installation
has the whole ladder without either.
"""

import math
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foras.settings")

import django  # noqa: E402

django.setup()

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from testimonies import ffmpeg, subtitles, transcode  # noqa: E402

OUT = ROOT / "testimonies" / "starter" / "media"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
WIDTH, HEIGHT = 854, 480
RATE = 10  # frames a second
BAND, SAFFRON, WHITE, SAND = "#08344f", "#f4a52c", "#ffffff", "#f6efe2"


class Slide(NamedTuple):
    """`seconds` on the screen; the big word, the line under it, and the words in each language."""

    seconds: int
    big: str
    small: str
    fr: str
    en: str
    ar: str


SLIDES = [
    Slide(
        6, "FORAS فرص", "« opportunités »",
        "FORAS : le mot arabe pour « opportunités ».",
        "FORAS: the Arabic word for “opportunities”.",
        "فرص: هذا هو معنى كلمة «فوراس».",
    ),
    Slide(
        9, "Avant le départ", "au Maroc",
        "Un soutien au Maroc, avant le départ, pour qui souhaite\nrentrer volontairement dans son pays.",
        "Support in Morocco, before departure, for people\nwho wish to go home voluntarily.",
        "دعم في المغرب، قبل السفر، لمن يرغب\nفي العودة الطوعية إلى بلده.",
    ),
    Slide(
        8, "5 pays", "Cameroun · Côte d’Ivoire\nGuinée · Mali · Sénégal",
        "Cinq pays : le Cameroun, la Côte d’Ivoire,\nla Guinée, le Mali et le Sénégal.",
        "Five countries: Cameroon, Côte d’Ivoire,\nGuinea, Mali and Senegal.",
        "خمسة بلدان: الكاميرون، كوت ديفوار،\nغينيا، مالي والسنغال.",
    ),
    Slide(
        9, "S’informer", "séances · brochures · vidéos",
        "S’informer : des séances, des brochures par pays,\ndes vidéos et un site web.",
        "Information: sessions, a brochure for each country,\nvideos and a website.",
        "الإخبار: حصص توعية، ودليل لكل بلد،\nوفيديوهات وموقع على الإنترنت.",
    ),
    Slide(
        9, "S’orienter", "6 modules",
        "S’orienter : six modules, de l’entrepreneuriat\naux métiers de l’agriculture et de l’artisanat.",
        "Orientation: six modules, from entrepreneurship\nto farm products and handicrafts.",
        "التوجيه: ست وحدات، من المقاولة\nإلى مهن الفلاحة والصناعة التقليدية.",
    ),
    Slide(
        8, "S’initier", "à un métier d’avenir",
        "S’initier : de courtes sessions pour découvrir un métier\navant le retour.",
        "First steps in a trade: short sessions\nbefore the return.",
        "التعرف على مهنة: حصص قصيرة\nقبل العودة.",
    ),
    Slide(
        8, "3 points", "Casablanca · Oujda · Rabat",
        "Trois points d’orientation :\nà Casablanca, à Oujda et à Rabat.",
        "Three orientation points:\nin Casablanca, Oujda and Rabat.",
        "ثلاث نقط للتوجيه:\nفي الدار البيضاء ووجدة والرباط.",
    ),
    Slide(
        9, "Librement", "si vous le souhaitez",
        "Qui en exprime librement le souhait peut recevoir une aide\nadministrative, logistique et financière.",
        "Those who freely express the wish can receive administrative,\nlogistical and financial assistance.",
        "من عبّر بحرية عن رغبته يمكن أن يستفيد من مساعدة\nإدارية ولوجستيكية ومالية.",
    ),
    Slide(
        6, "Vous décidez.", "Le retour est volontaire.",
        "Le retour est volontaire. C’est vous qui décidez.",
        "Return is voluntary. It is you who decide.",
        "العودة طوعية. القرار قراركم.",
    ),
]  # fmt: skip


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, slide in enumerate(SLIDES):
            drawn(slide, number).save(folder / f"{number}.png")
        make_video(folder)
    drawn(SLIDES[0], 0).resize((640, 360), Image.Resampling.LANCZOS).save(OUT / "poster.png", optimize=True)
    for language in ("fr", "en", "ar"):
        (OUT / f"{language}.vtt").write_text(track(language), encoding="utf-8")


def drawn(slide: Slide, number: int) -> Image.Image:
    """One slide: the star, the big word, the line under it, how far we are."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), BAND)
    pen = ImageDraw.Draw(picture)
    pen.polygon(star(WIDTH - 96, 96, 150), outline="#1d4f6e", width=3)
    pen.polygon(star(78, 90, 46), fill=SAFFRON)
    pen.text((60, 232), slide.big, font=fitting(slide.big, 88), fill=WHITE, anchor="lm")
    pen.text((60, 318), slide.small, font=fitting(slide.small, 44), fill=SAND, anchor="lm")
    for dot in range(len(SLIDES)):
        pen.rectangle((60 + dot * 46, 420, 96 + dot * 46, 428), fill=SAFFRON if dot <= number else "#1d4f6e")
    return picture


def fitting(words: str, size: int) -> ImageFont.FreeTypeFont:
    """The largest size up to `size` at which `words` stay on the slide."""
    while max(ImageFont.truetype(FONT, size).getlength(line) for line in words.split("\n")) > WIDTH - 120:
        size -= 2
    return ImageFont.truetype(FONT, size)


def star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The khatam, two squares laid over each other: eight points."""
    corners = [(radius if turn % 2 == 0 else radius * 0.765, turn * math.pi / 8) for turn in range(16)]
    return [(x + length * math.cos(angle), y + length * math.sin(angle)) for length, angle in corners]


def make_video(folder: Path) -> None:
    source = folder / "source.mkv"
    inputs = [
        word
        for number, slide in enumerate(SLIDES)
        for word in ("-loop", "1", "-framerate", str(RATE), "-t", str(slide.seconds), "-i", f"{number}.png")
    ]
    joined = "".join(f"[{number}:v]" for number in range(len(SLIDES))) + f"concat=n={len(SLIDES)}:v=1:a=0[out]"
    ffmpeg.run([*inputs, "-filter_complex", joined, "-map", "[out]", "-c:v", "ffv1", str(source)], folder, 600)
    found = transcode.probe(source, "matroska", folder)
    for name in transcode.wanted(found, seen=True):
        transcode.make(name, source, "matroska", found, folder / f"{name}.mp4")
        (OUT / f"{name}.mp4").write_bytes((folder / f"{name}.mp4").read_bytes())


def track(language: str) -> str:
    """The words of all slides as WebVTT."""
    cues, start = [], 0
    for slide in SLIDES:
        end = start + slide.seconds
        cues.append(f"{clock(start)} --> {clock(end)}\n{getattr(slide, language)}\n")
        start = end
    return subtitles.clean("WEBVTT\n\n" + "\n".join(cues), language)


def clock(seconds: int) -> str:
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}.000"


if __name__ == "__main__":
    main()
