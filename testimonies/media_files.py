"""The files behind the rows: which belong to a story, and how they go.

Rows first, in one transaction; files when it has committed. So a crash can leave a file without a row, which no address
reaches and `sweep` removes, and never a row without its file.
"""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from testimonies.models import Poster, Recording, Rendition, Subtitle, Testimony

FOLDERS = ("originals", "copies")  # under MEDIA_ROOT/testimonies; "work" lies beside them
YOUNG = 3600  # seconds: a file may be stored a moment before its row is


def root() -> Path:
    """Where all files of testimonies lie."""
    return Path(settings.MEDIA_ROOT) / "testimonies"


def work_folder() -> Path:
    """Where copies are made before anybody may see them: one folder for each attempt."""
    return root() / "work"


def files_of(testimony: Testimony) -> list[Path]:
    """Every file that the portal keeps of `testimony`: original, copies, posters."""
    return _paths(
        Recording.objects.filter(testimony=testimony).values_list("original", flat=True),
        Rendition.objects.filter(recording__testimony=testimony).values_list("file", flat=True),
        Poster.objects.filter(testimony=testimony).values_list("file", flat=True),
    )


def delete_media(testimony: Testimony) -> None:
    """Delete recording, copies, posters and subtitles of `testimony`: rows now, files when the transaction commits.

    Work that is going on notices within seconds that its row is gone, and leaves nothing.
    """
    with transaction.atomic():
        paths = files_of(testimony)
        Subtitle.objects.filter(testimony=testimony).delete()
        Poster.objects.filter(testimony=testimony).delete()
        Rendition.objects.filter(recording__testimony=testimony).delete()
        Recording.objects.filter(testimony=testimony).delete()
        transaction.on_commit(lambda: remove(paths))


def delete_rows(rows) -> None:
    """Delete a queryset of Rendition or Poster: rows now, files when the transaction commits."""
    with transaction.atomic():
        paths = _paths(rows.values_list("file", flat=True))
        rows.delete()
        transaction.on_commit(lambda: remove(paths))


def remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def sweep() -> int:
    """Remove what no row names, work that nobody does any more, and old unfinished uploads. How many files went."""
    removed = _orphans()
    now = time.time()
    if not Recording.objects.filter(state=Recording.State.WORKING).exists():
        removed += _files_in(work_folder())
        shutil.rmtree(work_folder(), ignore_errors=True)
    uploads = Path(settings.FILE_UPLOAD_TEMP_DIR)
    removed += [path for path in _files_in(uploads) if now - path.stat().st_mtime > 24 * 3600]
    remove(removed)
    return len(removed)


def _orphans() -> list[Path]:
    """Files first, rows afterwards: what is stored in between is young or named."""
    now = time.time()
    old = [path for name in FOLDERS for path in _files_in(root() / name) if now - path.stat().st_mtime > YOUNG]
    named = set(
        _paths(
            Recording.objects.values_list("original", flat=True),
            Rendition.objects.values_list("file", flat=True),
            Poster.objects.values_list("file", flat=True),
        )
    )
    return [path for path in old if path not in named]


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _paths(*names) -> list[Path]:
    return [Path(settings.MEDIA_ROOT) / name for some in names for name in some if name]
