"""Countries of return: what a person can read about each, whom to call, and what one can live from there."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.icons import validate_icon
from core.models import Content, TranslatedModel, validate_phones, validate_sentences
from core.richtext import RichTextField
from countries.querysets import ContactQuerySet, OpportunityQuerySet, SectionQuerySet

SLUG_HELP = _("Part of the web address, the same in all languages. Do not change it once published.")
CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters: XOF, GNF, XAF."))


class Country(Content):
    """A country of return. A new country is a new row, never new code."""

    iso = models.CharField(
        _("ISO code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters: SN, ML, CI."))],
    )
    slug = models.SlugField(_("slug"), unique=True, help_text=SLUG_HELP)
    name = models.CharField(_("name"), max_length=80)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Two or three plain sentences."))
    capital = models.CharField(_("capital"), max_length=150, blank=True)
    currency_code = models.CharField(_("currency code"), max_length=3, validators=[CURRENCY])
    currency_name = models.CharField(_("currency"), max_length=80, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    calling_code = models.CharField(
        _("calling code"), max_length=5, validators=[RegexValidator(r"^\+\d{1,4}$", _("A plus and digits: +221."))]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    country_path = "pk"

    class Meta(Content.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        return reverse("country", args=[self.slug])


class Category(TranslatedModel):
    """A word with an icon, the same for every country, in an order that staff choose."""

    slug = models.SlugField(_("slug"), unique=True, help_text=SLUG_HELP)
    icon = models.CharField(_("icon"), max_length=40, validators=[validate_icon])
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name or self.slug


class Topic(Category):
    """What a section is about: work, health, papers … The same list, in the same order, for every country."""

    class Meta(Category.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return reverse("countries")


class Section(Content):
    """One topic in one country. Without a country it is shared: every country shows it that has none of its own."""

    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sections",
        help_text=_("Empty: shared by all countries that have no text of their own on this topic."),
    )
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="sections")
    title = models.CharField(_("title"), max_length=150)
    in_brief = models.TextField(
        _("in brief"),
        blank=True,
        validators=[validate_sentences],
        help_text=_("One to five short sentences, one on each line: what somebody reads who reads nothing else."),
    )
    body = RichTextField(_("text"), blank=True)

    objects = SectionQuerySet.as_manager()
    country_path = "country"

    class Meta(Content.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = [F("country__position").asc(nulls_first=True), "topic__position", "pk"]
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "topic"],
                name="one_section_per_country_and_topic",
                violation_error_message=_("This country has a section on this topic already."),
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(country=None),
                name="one_shared_section_per_topic",
                violation_error_message=_("There is a shared section on this topic already."),
            ),
        ]

    def __str__(self) -> str:
        country = self.country or _("All countries")
        return f"{country} · {self.title}"

    def get_absolute_url(self) -> str:
        """The section on its country's page; a shared one on the first country that shows it."""
        own = Section.objects.published().filter(topic=self.topic, country__isnull=False)
        country = self.country or Country.objects.published().exclude(sections__in=own).first()
        return f"{reverse('country', args=[country.slug])}#{self.topic.slug}" if country else reverse("countries")


class Sector(Category):
    """A trade or line of business, the same list for every country."""

    class Meta(Category.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def get_absolute_url(self) -> str:
        return f"{reverse('opportunities')}?sector={self.slug}"


class Basis(models.TextChoices):
    """Whether a remark rests on the sources or on the good sense of the team."""

    SOURCED = "sourced", _("from the sources")
    PARTLY = "partly", _("partly from the sources")
    ADVICE = "advice", _("advice of the FORAS team")


class Opportunity(Content):
    """Something one can live from in a country: what it is, what it takes, what may go wrong."""

    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.CASCADE, related_name="opportunities"
    )
    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="opportunities")
    slug = models.SlugField(_("slug"), help_text=SLUG_HELP)
    title = models.CharField(_("title"), max_length=120)
    what_it_is = models.TextField(_("what it is"))
    what_you_need = models.TextField(_("what you need"), blank=True)
    needs_basis = models.CharField(_("basis of “what you need”"), max_length=8, choices=Basis, default=Basis.ADVICE)
    risks = models.TextField(_("risks"), blank=True)
    risks_basis = models.CharField(_("basis of “risks”"), max_length=8, choices=Basis, default=Basis.ADVICE)
    regions = models.CharField(_("regions"), max_length=300, blank=True)
    season = models.CharField(_("season"), max_length=200, blank=True)
    budget_min = models.PositiveBigIntegerField(
        _("start-up budget from"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only what a source says, in whole units of the currency."),
    )
    budget_max = models.PositiveBigIntegerField(_("to"), null=True, blank=True, validators=[MinValueValidator(1)])
    budget_currency = models.CharField(_("currency code"), max_length=3, blank=True, validators=[CURRENCY])
    budget_year = models.PositiveSmallIntegerField(
        _("year of the amount"), null=True, blank=True, help_text=_("Empty when the source bears no date.")
    )
    budget_note = models.TextField(_("about the budget"), blank=True, help_text=_("Whose budget it was, and when."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OpportunityQuerySet.as_manager()
    country_path = "country"

    class Meta(Content.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["country__position", "sector__position", "position", "pk"]
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "slug"],
                name="opportunity_slug_unique_in_country",
                violation_error_message=_("This country has an opportunity with this slug already."),
            ),
            models.CheckConstraint(
                condition=Q(budget_max=None) | Q(budget_min=None) | Q(budget_max__gte=F("budget_min")),
                name="opportunity_budget_in_order",
                violation_error_message=_("The budget ends below where it begins."),
            ),
            models.CheckConstraint(
                condition=Q(budget_min=None, budget_max=None) | ~Q(budget_currency=""),
                name="opportunity_budget_has_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} · {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('country_opportunities', args=[self.country.slug])}#{self.slug}"

    @property
    def has_budget(self) -> bool:
        """True when a source says what it took to start."""
        return bool(self.budget_min or self.budget_max or self.budget_note)


class Contact(Content):
    """An institution, office, helpline or partner. Without a country it is in Morocco."""

    class Kind(models.TextChoices):
        """The order is the order on the page: first who helps when nothing works."""

        RETURNEE_SERVICE = "returnee_service", _("Reception of returnees")
        IOM = "iom", _("IOM offices")
        PROTECTION = "protection", _("Protection and helplines")
        CIVIL_STATUS = "civil_status", _("Identity papers")
        HEALTH = "health", _("Health")
        SOCIAL_PROTECTION = "social_protection", _("Social protection")
        EMPLOYMENT_SERVICE = "employment_service", _("Looking for work")
        TRAINING = "training", _("Training")
        EDUCATION = "education", _("School")
        BUSINESS_REGISTRATION = "business_registration", _("Registering a business")
        FINANCE = "finance", _("Money and credit")
        NGO_PARTNER = "ngo_partner", _("Associations")

    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="contacts",
        help_text=_("Empty: in Morocco."),
    )
    slug = models.SlugField(_("slug"), unique=True, help_text=SLUG_HELP)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    what_for = models.TextField(_("what it does for you"), blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phones = models.TextField(
        _("telephone"), blank=True, validators=[validate_phones], help_text=_("One number on each line.")
    )
    whatsapp = models.CharField(_("WhatsApp"), max_length=30, blank=True, validators=[validate_phones])
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    caution = models.TextField(_("check before you go"), blank=True)
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="contacts",
        help_text=_("On which sections of the country page it is shown."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ContactQuerySet.as_manager()
    country_path = "country"

    class Meta(Content.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = [F("country__position").asc(nulls_first=True), "position", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def clean(self) -> None:
        if self.whatsapp and not self.whatsapp.startswith("+"):
            raise ValidationError({"whatsapp": _("Begin with the country's calling code: +221 …")})

    def get_absolute_url(self) -> str:
        page = reverse("country_contacts", args=[self.country.slug]) if self.country else reverse("contacts")
        return f"{page}#{self.slug}"

    @property
    def phone_numbers(self) -> list[str]:
        """The numbers as printed, one a row."""
        return [line.strip() for line in self.phones.splitlines() if line.strip()]
