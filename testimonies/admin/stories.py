"""The desk of stories: the text, what keeps it from the public, and the consents it rests on."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import audit, languages, translated
from core.admin import HTTPS, ContentAdmin, ContentForm
from core.models import Action, State
from testimonies import balance, ledger, personal, tasks, withdrawal
from testimonies.admin.consents import ConsentInline
from testimonies.admin.media import PosterInline, RecordingInline, SubtitleInline
from testimonies.models import Recording, Testimony
from testimonies.models.stories import differ, reviewed_fields


class TestimonyForm(ContentForm):
    """Refuses publication while something stands in its way, and says what; the rest of the form is kept."""

    user = None  # the person at the desk; set by TestimonyAdmin.get_form

    def clean(self):
        cleaned = super().clean()
        # Said here: Django leaves out a constraint on a column that the form does not show (explainer).
        for name in ("country", "tone"):
            if name in self.fields and not self.errors.get(name) and not cleaned.get(name):
                self.add_error(name, gettext("Give the country and the tone."))
        if cleaned.get("state") == State.PUBLISHED and "state" in self.changed_data:
            for refusal in self._refusals():
                self.add_error("state", refusal)
        return cleaned

    def _refusals(self) -> list[str]:
        refusals = consent_words(self.instance, self.user)
        if self.instance.pk and self.instance.author_id == self.user.pk:
            refusals.append(gettext("You wrote this story: somebody else must publish it."))
        if not refusals and not self.instance.explainer and self._changes_what_was_reviewed():
            refusals.append(
                gettext(
                    "You changed what the safety review was given for. Save without publishing, have a second person "
                    "read it again, then publish."
                )
            )
        return refusals

    def _changes_what_was_reviewed(self) -> bool:
        """Before the form's values are in the instance."""
        names = [name for name in reviewed_fields() if name in self.cleaned_data]
        return any(differ(getattr(self.instance, name), self.cleaned_data[name]) for name in names)


def consent_words(testimony: Testimony, user) -> list[str]:
    """What the consents lack; for somebody who may not see consents, only that they do not suffice."""
    found = ledger.consent_obstacles(testimony)
    if found and not user.has_perm("testimonies.view_consent"):
        if ledger.awaits_reader(testimony):
            return [gettext("A second person must read this story again before it is on the site.")]
        return [gettext("No consent allows this story on the web yet. Ask whoever keeps the consents.")]
    return found


class SubtitlesFilter(admin.SimpleListFilter):
    title = _("subtitles")
    parameter_name = "subtitles"

    def lookups(self, request, model_admin):
        return [("missing", _("published, a language is missing"))]

    def queryset(self, request, queryset):
        return queryset.without_all_subtitles() if self.value() == "missing" else queryset


@admin.register(Testimony)
class TestimonyAdmin(ContentAdmin):
    form = TestimonyForm
    formfield_overrides = ContentAdmin.formfield_overrides | HTTPS
    general = (
        ("slug", "position"),
        ("country", "sector", "module"),
        ("tone", "year_of_return", "spoken_language"),
        ("identity", "name_changed"),
        ("article_url", "article_title"),
        "author",
    )
    list_display = ("__str__", "country", "tone", "state_column", "public_column", "languages_column")
    list_filter = ("country", "tone", "sector", SubtitlesFilter, *ContentAdmin.list_filter)
    list_select_related = ("country", "author")
    change_form_template = "admin/testimonies/testimony/change_form.html"
    readonly_fields = (*ContentAdmin.readonly_fields, "author")
    search_fields = ("slug",)  # the texts themselves: TranslatedAdmin.get_search_fields
    inlines = (ConsentInline, RecordingInline, PosterInline, SubtitleInline)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["obstacles"] = obstacle_words(obj, request.user) if obj else None
        context["reviewed"] = bool(obj) and obj.consents.filter(withdrawn_on=None, reviewed_on__isnull=False).exists()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """What rests on no consent stays as the repository made it: nobody can put a person into it."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or not obj.explainer:
            return fields
        texts = [f"{field}_{code}" for field in translated.fields(Testimony) for code in languages.CODES]
        facts = [name for row in self.general for name in ([row] if isinstance(row, str) else row)]
        return list(dict.fromkeys([*fields, *facts, *texts]))

    def get_inlines(self, request, obj):
        return () if obj is not None and obj.explainer else super().get_inlines(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("consents", "sources")

    def get_form(self, request, obj=None, **kwargs):
        return type("TestimonyForm", (super().get_form(request, obj, **kwargs),), {"user": request.user})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        obj.written_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Everything is stored by then, subtitles included: now say what a stranger might find in it."""
        story = form.instance
        before = _accompaniment(story)
        super().save_related(request, form, formsets, change)
        _follow(request, story, before if change else None)

    def bring_back(self, request, row, version, names):
        before = _accompaniment(row)
        done = super().bring_back(request, row, version, names)
        _follow(request, done.row, before)
        return done

    def has_delete_permission(self, request, obj=None):
        """A story with a consent is withdrawn, not deleted: the ledger must say when."""
        return super().has_delete_permission(request, obj) and not (
            obj and obj.consents.filter(withdrawn_on=None).exists()
        )

    def get_actions(self, request):
        """Deleting many at a time would pass by the ledger."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_model(self, request, obj):
        withdrawal.erase(obj)

    def log_deletions(self, request, queryset):
        """The title would live on in the desk's history; the audit log keeps the number alone."""
        for row in queryset:
            audit.record(request.user, Action.DELETE, row)

    def changelist_view(self, request, extra_context=None):
        context = {"countries_without_hard_stories": balance.countries_without_hard_stories()}
        return super().changelist_view(request, (extra_context or {}) | context)

    @admin.display(description=_("public"))
    def public_column(self, obj):
        if ledger.obstacles(obj):
            return format_html('<span class="missing">{}</span>', gettext("not public"))
        return format_html('<span class="complete">{}</span>', gettext("public"))


def obstacle_words(testimony: Testimony, user) -> list[str]:
    """`ledger.obstacles`, in the words that `user` may read."""
    consents = consent_words(testimony, user)
    return [*ledger.text_obstacles(testimony), *consents, *ledger.calendar_obstacles(testimony)]


def _follow(request, story: Testimony, before: tuple | None) -> None:
    """A story is stored that had `before` beside it: void its reviews where that changed, and say what follows."""
    if before is not None and _accompaniment(story) != before:
        story.void_reviews(request.user)
    tasks.keep_in_step(story)
    for where, sentence in personal.warnings_about(story):
        messages.warning(request, f"{where}: {sentence}")
    if story.review_was_voided:
        messages.warning(
            request,
            gettext(
                "What the safety review was given for has changed: the story is not public until a second person "
                "has read it again. Ask a colleague; it is in the list of consents that await a review."
            ),
        )


def _accompaniment(story: Testimony) -> tuple:
    """What is stored of a story beside its own row and that a reviewer sees: to be compared before and after."""
    posters = story.posters.filter(uploaded=True).order_by("pk").values_list("pk", flat=True)
    texts = story.subtitles.order_by("pk").values_list("language", "webvtt")
    originals = Recording.objects.filter(testimony=story).values_list("original", flat=True)
    sources = story.sources.order_by("pk").values_list("pk", flat=True)
    return (*map(list, (originals, posters, texts, sources)),)
