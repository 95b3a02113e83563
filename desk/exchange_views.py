"""Translators outside: what is handed out, what comes back, and the page where it is looked at before it counts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core import audit, differences, languages, limits, media, richtext, uploads
from core.models import Action
from countries.models import Country
from desk import exchange, matrix, spreadsheet, units, waiting, xliff
from desk.access import desk_view, page
from desk.exchange import Line, Outcome, Plan
from desk.matrix import Reader
from desk.packages import LARGEST, RefusedError
from desk.waiting import Ticket

PERMISSION = "desk.exchange_translations"
TYPES = {
    "xliff": ("xlf", "application/x-xliff+xml", xliff),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheet),
}


class ExportForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    what = forms.ChoiceField(
        label=_("Texts"),
        choices=[("wanting", _("missing or outdated")), ("everything", _("all texts"))],
    )
    app = forms.ChoiceField(label=_("Part of the site"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    format = forms.ChoiceField(
        label=_("Format"), choices=[("xliff", _("XLIFF, for a translator’s tool")), ("xlsx", _("Spreadsheet (XLSX)"))]
    )

    def __init__(self, user, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["language"].choices = _languages(user)
        apps = {model._meta.app_label: model._meta.app_config.verbose_name for model in units.translated_models()}
        self.fields["app"].choices = [("", _("all")), *((label, capfirst(name)) for label, name in apps.items())]
        countries = [(row.slug, str(row)) for row in limits.reachable(Country.objects.all(), user)]
        self.fields["country"].choices = [("", _("all")), *countries, (units.NO_COUNTRY, _("texts of no country"))]

    @property
    def choice(self) -> units.Choice:
        chosen = self.cleaned_data
        return units.Choice(chosen["language"], chosen["what"] == "everything", chosen["app"], chosen["country"])


class ImportForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.xml,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages(user)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(media.size_refusal(LARGEST))
        return file

    def clean(self):
        """What the upload handler refused (too big, no space) is said instead of Django's "empty"."""
        if sentence := uploads.refusal(self.files.get(self.add_prefix("file"))):
            self.errors.pop("file", None)
            self.add_error("file", sentence)
        return super().clean()


def _languages(user: Any) -> list[tuple[str, str]]:
    """Those that `user` may change, to choose from."""
    theirs = limits.languages_of(user)
    return [(code, languages.NAMES[code]) for code in languages.OTHERS if code in theirs]


@desk_view(PERMISSION)
@require_safe
def exchange_page(request: HttpRequest) -> HttpResponse:
    for sentence in limits.refusals(request.user):
        messages.warning(request, sentence)
    return _page(request)


@desk_view(PERMISSION)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.user, request.GET, prefix="out")
    if not form.is_valid():
        return _page(request, export_form=form)
    ending, kind, writer = TYPES[form.cleaned_data["format"]]
    choice = form.choice
    found = units.collect(choice, request.user, f"{request.scheme}://{request.get_host()}")
    if not found:
        messages.info(request, _("There is nothing to export: all these texts are translated and up to date."))
        return redirect("desk_exchange")
    name = f"foras-{choice.language}-{timezone.localdate()}.{ending}"
    content = writer.write(found, choice.language, units.mark(choice.language))
    audit.record(request.user, Action.EXPORT, language=choice.language, texts=len(found), format=ending)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@desk_view(PERMISSION)
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """First the file, which is shown; then the ticket of what was shown, which is carried out."""
    if "ticket" in request.POST:
        return _confirm(request)
    form = ImportForm(request.user, request.POST, request.FILES, prefix="in")
    if form.is_valid():
        language, content = form.cleaned_data["language"], form.cleaned_data["file"].read()
        try:
            plan = exchange.plan(exchange.read(content), language, request.user)
            return _preview(request, plan, waiting.keep(content), plan.ordinary)
        except RefusedError as error:
            form.add_error("file", str(error))
        except OSError as error:
            if error.errno not in media.FULL_DISK:
                raise
            form.add_error("file", media.space_refusal())
    return _page(request, import_form=form)


def _confirm(request: HttpRequest) -> HttpResponse:
    ticket = Ticket.parse(request.POST["ticket"], request.user)
    content = waiting.content(ticket.name) if ticket else None
    if content is None:
        messages.error(request, _("This preview is too old, or was confirmed already. Send the file again."))
        return redirect("desk_exchange")
    ticked = frozenset(request.POST.getlist("tick"))
    try:
        package = exchange.read(content)
        done = exchange.apply(package, ticket.language, request.user, ticket.digest, ticked)
        if not done:
            messages.warning(request, _("Nothing was imported: nothing is ticked."))
            return _preview(request, exchange.plan(package, ticket.language, request.user), ticket.name, ticked)
    except exchange.MovedError as moved:
        messages.warning(
            request, _("Nothing was imported: something has changed since the preview. This is how it stands now.")
        )
        return _preview(request, moved.plan, ticket.name, ticked)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("desk_exchange")
    _tell(request, Plan(ticket.language, done))
    rest = exchange.plan(package, ticket.language, request.user)
    if left := len(rest.of(*exchange.OPEN)):
        said = ngettext("%d text was left out; it stands here.", "%d texts were left out; they stand here.", left)
        messages.info(request, said % left)
        return _preview(request, rest, ticket.name, ticked)
    waiting.forget(ticket.name)
    return redirect("desk_exchange")


def _tell(request: HttpRequest, done: Plan) -> None:
    count = len(done.lines)
    messages.success(request, ngettext("%d text was imported.", "%d texts were imported.", count) % count)
    if done.stories:
        said = _("Not on the site any more, until a second person has read them again: %(stories)s")
        messages.warning(request, said % {"stories": ", ".join(done.stories.values())})


def _preview(request: HttpRequest, plan: Plan, name: str, ticked: frozenset[str]) -> HttpResponse:
    """`ticked`: the keys whose boxes are ticked, and the stories."""
    changes = plan.of(Outcome.CHANGED, Outcome.STILL_RIGHT)
    asked = plan.of(Outcome.ASKED)
    if not (changes or asked):
        waiting.forget(name)
    context = {
        "title": _("What this import would change"),
        "language": languages.NAMES[plan.language],
        "code": plan.language,
        "direction_of_language": languages.direction(plan.language),
        "counts": [(str(outcome), LABELS[outcome], count) for outcome, count in plan.counts.items()],
        "stories": plan.stories.items(),
        "ticked": ticked,
        "changes": [_shown(line) for line in changes],
        "asked": [_shown(line) for line in asked],
        "refused": [_shown(line) for line in plan.of(Outcome.REFUSED)],
        "ticket": str(Ticket(name, plan.language, request.user.pk, plan.digest)) if changes or asked else "",
    }
    return page(request, "desk/exchange_preview.html", context)


LABELS = {
    Outcome.CHANGED: _("changed"),
    Outcome.STILL_RIGHT: _("accepted as they are"),
    Outcome.ASKED: _("to be decided"),
    Outcome.UNCHANGED: _("unchanged"),
    Outcome.REFUSED: _("refused"),
}


def _shown(line: Line) -> dict:
    """A line for the template: rich texts as they will be read, and the words that go and come."""
    texts = {name: _text(getattr(line, name), line.rich) for name in ("french", "was", "becomes")}
    return line._asdict() | texts | {"pieces": _pieces(line)}


def _pieces(line: Line) -> list[differences.Piece]:
    """[] where there is nothing to compare, or nothing but the formatting has changed."""
    if not (line.was and line.becomes):
        return []
    texts = (line.was, line.becomes)
    return differences.words(*(map(differences.plain, texts) if line.rich else texts))


def _text(text: str, rich: bool) -> SafeString:
    return richtext.clean(text) if rich else linebreaksbr(text)


def _page(
    request: HttpRequest, export_form: ExportForm | None = None, import_form: ImportForm | None = None
) -> HttpResponse:
    context = {
        "title": _("Translators outside"),
        "export_form": export_form or ExportForm(request.user, prefix="out"),
        "import_form": import_form or ImportForm(request.user, prefix="in"),
        "outstanding": _outstanding(request.user),
        "export_address": reverse("desk_export"),
        "import_address": reverse("desk_import"),
        "largest": LARGEST // 1_000_000,
    }
    return page(request, "desk/exchange.html", context)


def _outstanding(user: Any) -> list[dict]:
    """How much each of their languages lacks, of what `user` may change, as the matrix counts it."""
    reader = Reader(user, mine=True)
    return [
        {"name": total.name, "code": total.language, "direction": languages.direction(total.language)}
        | {state.value: total.states[state] for state in units.WANTING}
        for total in matrix.sums(reader)
        if total.language in reader.languages
    ]
