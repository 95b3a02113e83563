"""What the desk shows of a recording: the upload, how far the work is, the copies, subtitles over the picture."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core import languages, limits, media, pictures
from core.editing_rows import WatchedInline
from core.limited import LimitedAdmin
from core.uploads import UploadField
from testimonies import ladder, media_files, media_urls, media_views, posters, subtitles, tasks
from testimonies.admin.progress import measure_words, progress_words, trouble_words
from testimonies.models import Poster, Recording, Subtitle, Testimony

REFRESH = 5  # seconds between two looks at work in progress


class RecordingForm(forms.ModelForm):
    """A new upload replaces the former one, and whatever was made of it, at once."""

    original = UploadField(
        kinds=media.RECORDINGS,
        label=_("video or sound"),
        help_text=_(
            "MP4, MOV, WebM, MKV, MP3, M4A, OGG or WAV. The original is kept private; smaller copies are made from it."
        ),
    )

    class Meta:
        model = Recording
        fields = ("original",)

    def save(self, commit=True):
        if "original" not in self.changed_data:
            return super().save(commit)
        with transaction.atomic():
            self._forget_former()
            recording = super().save(commit)
            if commit:
                tasks.enqueue(recording)
        return recording

    def _forget_former(self) -> None:
        recording, file = self.instance, self.cleaned_data["original"]
        if former := Recording.objects.filter(pk=recording.pk).first():
            former_file = media_files.root().parent / former.original.name
            media_files.delete_rows(former.renditions.all())
            media_files.delete_rows(former.testimony.posters.filter(uploaded=False))
            transaction.on_commit(lambda: media_files.remove([former_file]))
        is_sound = media.ending(file.name) in media.SOUND_ENDINGS
        recording.kind = Recording.Kind.SOUND if is_sound else Recording.Kind.VIDEO
        recording.bytes, recording.state = file.size, Recording.State.WAITING
        recording.seconds = recording.percent = recording.attempts = recording.made_for = 0
        recording.step = recording.claim = recording.fault = recording.error = ""


class MediaInline(admin.StackedInline):
    """What is uploaded has no address and no field of its own: who may only look sees `to_read`."""

    to_read: tuple = ()

    def get_fields(self, request, obj=None):
        return self.fields if self.has_change_permission(request, obj) else self.to_read


class RecordingInline(MediaInline):
    model = Recording
    to_read = ("progress", "measures", "trouble", "page")
    form = RecordingForm
    fields = ("original", "progress", "measures", "trouble", "page")
    readonly_fields = ("progress", "measures", "trouble", "page")
    can_delete = False  # a consent is withdrawn; a recording is replaced

    @admin.display(description=_("state"))
    def progress(self, recording):
        return progress_words(recording) if recording.pk else gettext("nothing uploaded yet")

    @admin.display(description=_("size"))
    def measures(self, recording):
        return measure_words(recording) if recording.pk else "—"

    @admin.display(description=_("what went wrong"))
    def trouble(self, recording):
        return trouble_words(recording)

    @admin.display(description=_("look and listen"))
    def page(self, recording):
        if not recording.pk:
            return gettext("After the upload: progress, copies and subtitles over the picture.")
        address = reverse("admin:testimonies_recording_change", args=[recording.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Progress, copies, subtitles over the picture"))


class PosterForm(forms.ModelForm):
    """One picture in, drawn anew in every size."""

    picture = UploadField(
        kinds=media.PICTURES,
        required=False,
        label=_("picture"),
        help_text=_("JPEG, PNG or WebP, at least 320 points wide. It must not show more than the person allows."),
    )

    class Meta:
        model = Poster
        fields = ()

    def clean_picture(self):
        """The picture itself, decoded once."""
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if not self.instance.testimony.may_be_seen:
            raise ValidationError(gettext("The person does not allow a picture: it would never be shown."))
        picture = pictures.read(file, file.name)
        if picture.width < posters.WIDTHS[0]:
            raise ValidationError(
                gettext("The picture is %(width)d points wide; at least %(least)d are needed.")
                % {"width": picture.width, "least": posters.WIDTHS[0]}
            )
        return picture

    def save(self, commit=True):
        if picture := self.cleaned_data.get("picture"):
            posters.store(self.instance.testimony, picture, uploaded=True)
        self.save_m2m = lambda: None
        return _shown_posters().filter(testimony=self.instance.testimony).first() or self.instance


class PosterFormSet(forms.models.BaseInlineFormSet):
    """Taking one poster away takes all its sizes away."""

    def delete_existing(self, obj, commit=True):
        media_files.delete_rows(obj.testimony.posters.all())


class PosterInline(WatchedInline, MediaInline):
    model = Poster
    to_read = ("shown",)
    form = PosterForm
    formset = PosterFormSet
    fields = ("shown", "picture")
    readonly_fields = ("shown",)
    extra = max_num = 1

    def get_queryset(self, request):
        return _shown_posters()

    @admin.display(description=_("poster"))
    def shown(self, poster):
        if not poster.pk:
            return gettext("None yet. A frame of the video is taken where the person may be seen.")
        if not poster.testimony.may_be_seen:
            return gettext("There is one, but it is not shown: the person does not allow a picture.")
        address = reverse("admin:testimonies_recording_media", args=[poster.token])
        return format_html('<img src="{}" width="{}" height="{}" alt="">', address, poster.width, poster.height)


def _shown_posters():
    """The one of all sizes that stands for them in the form."""
    return Poster.objects.filter(width=posters.WIDTHS[0], format="jpeg")


class SubtitleForm(forms.ModelForm):
    """A file, or the text itself; either way it is cleaned, and what is wrong is said line by line."""

    file = UploadField(
        kinds=media.SUBTITLES,
        required=False,
        label=_("file"),
        help_text=_("WebVTT or SRT, UTF-8, at most 1 MB. It replaces the text below."),
    )

    class Meta:
        model = Subtitle
        fields = ("language", "webvtt")
        widgets = {"webvtt": forms.Textarea(attrs={"rows": 8, "dir": "auto"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["webvtt"].required = False

    def clean(self):
        cleaned = super().clean()
        field = "file" if cleaned.get("file") else "webvtt"
        if field == "file":
            self.changed_data.append("webvtt")
        if not self.errors and ({"file", "webvtt", "language"} & set(self.changed_data)):
            try:
                cleaned["webvtt"] = self._cleaned(cleaned)
            except ValidationError as error:
                self.add_error(field, error)
        return cleaned

    def _cleaned(self, cleaned: dict) -> str:
        language, file = cleaned["language"], cleaned.get("file")
        recording = Recording.objects.filter(testimony_id=self.instance.testimony_id or 0).first()
        seconds = recording.seconds if recording else 0
        if not file:
            return subtitles.clean(cleaned["webvtt"], language, seconds)
        return subtitles.convert(file.read(subtitles.MOST_BYTES + 1), file.name, language, seconds)


class SubtitleInline(WatchedInline, MediaInline):
    model = Subtitle
    to_read = ("language", "webvtt")
    form = SubtitleForm
    fields = ("language", "file", "webvtt")
    extra = 0
    max_num = len(languages.CODES)


@admin.register(Recording)
class RecordingAdmin(LimitedAdmin):
    """A list of the work, and one page for each: progress, copies, subtitles over the picture. Uploads are made in the
    testimony."""

    list_display = ("__str__", "progress_column", "measures_column", "uploaded_at")
    list_filter = ("state", "kind")
    list_select_related = ("testimony",)
    list_per_page = 50
    actions = None

    def get_urls(self):
        name = "testimonies_recording"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/again/", wrap(require_POST(self.again)), name=f"{name}_again"),
            path(f"media/<{media_urls.CONVERTER}:token>/", wrap(require_safe(self.media)), name=f"{name}_media"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The recording's page. While work goes on it looks again by itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        recording = get_object_or_404(self.get_queryset(request).select_related("testimony"), pk=_number(object_id))
        context = self.admin_site.each_context(request) | _page(recording)
        context["may_change"] = self.has_change_permission(request, recording)
        response = render(request, "admin/testimonies/recording.html", context)
        if context["is_moving"]:
            response.headers["Refresh"] = str(REFRESH)
        return response

    def again(self, request, pk: int):
        """ "Try again"."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        recording = get_object_or_404(self.get_queryset(request), pk=pk)
        with transaction.atomic():
            recording.testimony.void_reviews()  # nobody has heard or seen what will be made now
            tasks.try_again(recording)
        messages.success(request, gettext("The work will begin again in a moment."))
        return HttpResponseRedirect(reverse("admin:testimonies_recording_change", args=[pk]))

    def media(self, request, token: str):
        """Copies, posters and subtitles of what is not public yet, for staff who edit or review it."""
        if not (self.has_view_permission(request) or request.user.has_perm("testimonies.review_consent")):
            raise PermissionDenied
        item = media_views.find(token)
        if item is None or not limits.is_within(request.user, item.testimony):
            raise Http404
        return media_views.answer(request, item, token)

    @admin.display(description=_("state"), ordering="state")
    def progress_column(self, recording):
        return progress_words(recording)

    @admin.display(description=_("size"), ordering="bytes")
    def measures_column(self, recording):
        return measure_words(recording)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def held(story: Testimony) -> dict:
    """What of `story` can be heard, seen and read over the picture: {"copies", "picture", "tracks"}."""
    texts = {row.language: row for row in story.subtitles.all()}
    order = [code for code in languages.CODES if code in texts]
    return {
        "copies": list(ladder.allowed_copies(story).order_by("bytes")),
        "picture": ladder.allowed_posters(story).filter(format="jpeg").order_by("width").last(),
        "tracks": [_track(texts[code], code == _preferred(order), ladder.seconds_of(story)) for code in order],
    }


def _page(recording: Recording) -> dict:
    """What the recording's page shows."""
    story = recording.testimony
    parts = held(story)
    copies = parts["copies"]
    shown = next((copy for copy in copies if copy.kind != "sound"), copies[0] if copies else None)
    return {
        "title": str(recording),
        "opts": Recording._meta,
        "recording": recording,
        "progress": progress_words(recording),
        "measures": measure_words(recording),
        "trouble": trouble_words(recording),
        "copies": copies,
        "shown": shown,
        "tracks": parts["tracks"],
        "missing_tracks": [name for code, name in languages.NAMES.items() if code not in _languages(parts["tracks"])],
        "is_moving": _is_moving(recording),
    }


def _is_moving(recording: Recording) -> bool:
    """True while it makes sense to look again by oneself."""
    return recording.state in (Recording.State.WAITING, Recording.State.WORKING) and not recording.fault


def _preferred(order: list[str]) -> str:
    """The subtitles shown first: in the editor's language, else in any."""
    return languages.current() if languages.current() in order else next(iter(order), "")


def _languages(tracks: list[dict]) -> set[str]:
    return {track["language"] for track in tracks}


def _track(row: Subtitle, default: bool, seconds: int) -> dict:
    return {
        "language": row.language,
        "label": languages.NAMES[row.language],
        "direction": languages.direction(row.language),
        "token": row.token,
        "default": default,
        "words": subtitles.plain(row.webvtt).splitlines(),
        "faults": subtitles.faults_of_length(row.webvtt, seconds),
    }
