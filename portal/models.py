"""What belongs to no single domain: pages, the steps of a return, questions, the checklist, figures, partners."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from core.models import Content
from core.richtext import RichTextField


def validate_page_slug(slug: str) -> None:
    """Refuses words that are the address of something else, such as "questions": the page could not be opened."""
    try:
        name = resolve(reverse("page", args=[slug])).url_name
    except NoReverseMatch:
        return  # not a slug at all: the field's own validator says so
    if name not in ("page", "about"):
        raise ValidationError(
            _("“%(slug)s” is the address of another page. Choose another word."), params={"slug": slug}
        )


class Page(Content):
    """A page of text: what is FORAS, your rights, privacy, accessibility, and whatever staff add."""

    slug = models.SlugField(
        _("slug"),
        unique=True,
        validators=[validate_page_slug],
        help_text=_("The web address of the page, the same in all languages: /fr/slug/."),
    )
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two plain sentences; search engines show them too.")
    )
    body = RichTextField(_("text"), blank=True)
    needs_source = False
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])


class Step(Content):
    """One step of a voluntary return, in order; at each the reader is told that they can stop."""

    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    duration = models.CharField(
        _("duration"), max_length=150, blank=True, help_text=_("Only what a source says; empty otherwise.")
    )
    stop = models.TextField(
        _("you can stop here"),
        blank=True,
        help_text=_("Begins with “You can stop here”, and says what stopping means at this step."),
    )

    class Meta(Content.Meta):
        verbose_name = _("step of a return")
        verbose_name_plural = _("steps of a return")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('return')}#{self.slug}"


class Question(Content):
    """A question people ask, whose answer begins with yes, no or maybe."""

    class ShortAnswer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        MAYBE = "maybe", _("Maybe")

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the web address: /fr/questions/#slug."))
    question = models.CharField(_("question"), max_length=200)
    short_answer = models.CharField(_("answer in a word"), max_length=5, choices=ShortAnswer)
    answer = RichTextField(_("answer"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{reverse('questions')}#{self.slug}"

    @property
    def icon(self) -> str:
        """The icon of the short answer."""
        return {"yes": "circle-check", "no": "circle-x", "maybe": "circle-help"}[self.short_answer]


class ChecklistItem(Content):
    """One thing to have, ask or do before leaving; the list prints on one sheet."""

    class Group(models.TextChoices):
        PAPERS = "papers", _("Papers")
        HEALTH = "health", _("Health")
        FAMILY = "family", _("Family")
        MONEY = "money", _("Money")
        PROJECT = "project", _("Your project")
        JOURNEY = "journey", _("The journey")

    needs_source = False
    group = models.CharField(_("group"), max_length=10, choices=Group)
    text = models.CharField(_("text"), max_length=200)
    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("line of the checklist")
        verbose_name_plural = _("checklist")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("checklist")


class Figure(Content):
    """FORAS in figures: one number, the year it speaks of, and where it comes from."""

    class Unit(models.TextChoices):
        NONE = "", _("a number")
        PERCENT = "%", _("per cent")

    slug = models.SlugField(_("slug"), unique=True)
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=1, choices=Unit, default=Unit.NONE, blank=True)
    more_than = models.BooleanField(
        _("more than"), default=False, help_text=_("The source says “more than”: a plus is shown.")
    )
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("The year the figure speaks of."))
    label = models.CharField(_("label"), max_length=250, help_text=_("What was counted, and over which time."))
    counts_from = models.PositiveSmallIntegerField(
        _("counts people at FORAS since"),
        null=True,
        blank=True,
        help_text=_(
            "Only for a figure of people who came to FORAS: the first year it covers. What the points counted in these "
            "years is then not shown beside it, so that nobody is counted twice."
        ),
    )
    featured = models.BooleanField(_("on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["position", "pk"]
        constraints = [
            *Content.Meta.constraints,
            models.CheckConstraint(
                condition=Q(counts_from=None) | Q(counts_from__lte=F("year")),
                name="figure_counts_until_its_year",
                violation_error_message=_("The first year it covers lies after its year."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}{self.unit} · {self.label}"

    def get_absolute_url(self) -> str:
        return f"{reverse('figures')}#{self.slug}"


class Partner(Content):
    """Who makes the programme possible, and as what."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.TextField(_("role"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Content.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('page', args=['about'])}#{self.slug}"
