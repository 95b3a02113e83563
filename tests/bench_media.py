"""What the ladder costs: `python tests/bench_media.py`. A minute of something like a talking head, with its budgets.

Nobody is filmed for it: a still background with film grain, a head-like shape that sways, a mouth that moves; the sound
is noise in the band of a voice, in syllables. Harder on the encoder than a person before a wall, easier than a street.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from testimonies import ffmpeg, transcode  # noqa: E402

SECONDS = 60
BUDGET = {"sound": 0.36, "240p": 0.9}  # MB (10^6 bytes) for a minute
PICTURE = (
    "color=0x8a7a66:size=1280x720:rate=25:duration={s},"
    "geq=lum='if(lt(hypot((X-640-30*sin(T*1.3))/170,(Y-330-12*sin(T*2.1))/230),1),"
    "170-40*lt(hypot((X-640-30*sin(T*1.3))/60,(Y-450-12*sin(T*2.1))/(6+18*abs(sin(T*9)))),1),lum(X,Y)+20*sin(X/90)*cos(Y/70))'"
    ":cb=118:cr=140,noise=alls=6:allf=t"
)
SOUND = (
    "anoisesrc=colour=pink:amplitude=0.5:duration={s},highpass=f=150,lowpass=f=3500,"
    "volume='0.15+0.85*gt(sin(t*13)*sin(t*1.7),0)':eval=frame"
)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_source(folder)
        found = transcode.probe(source, "mov", folder)
        print(f"source      {source.stat().st_size / 1e6:6.1f} MB, {found.width}×{found.height}, {found.seconds:.0f} s")
        return max(measure(kind, source, found, folder) for kind in transcode.wanted(found, seen=True))


def make_source(folder: Path) -> Path:
    path = folder / "talk.mp4"
    inputs = ["-f", "lavfi", "-i", PICTURE.format(s=6), "-f", "lavfi", "-i", SOUND.format(s=SECONDS)]
    arguments = ["-filter_complex", f"[0:v]loop=loop={SECONDS // 6 - 1}:size=150[v]", "-map", "[v]", "-map", "1:a"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    command = [ffmpeg.find(), "-loglevel", "error", *inputs, *arguments, *codecs, "-shortest", str(path)]
    subprocess.run(command, check=True)
    return path


def measure(kind: str, source: Path, found: transcode.Probe, folder: Path) -> int:
    """Print one line; 1 when the budget is exceeded."""
    out = folder / f"{kind}.mp4"
    began = time.monotonic()
    seconds = transcode.make(kind, source, "mov", found, out)
    took = (time.monotonic() - began) * 60 / seconds
    rate = out.stat().st_size / 1e6 * 60 / seconds
    budget = BUDGET.get(kind)
    verdict = "" if budget is None else f"  budget {budget} MB {'ok' if rate <= budget else 'EXCEEDED'}"
    print(f"{kind:10}  {rate:6.2f} MB and {took:5.1f} s of work for a minute{verdict}")
    return int(budget is not None and rate > budget)


if __name__ == "__main__":
    sys.exit(main())
