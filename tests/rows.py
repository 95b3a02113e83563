"""Plain functions that make rows with as little as they need; name what a test is about, leave out the rest."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.test import override_settings

from core import history
from core.models import Source, State
from countries.models import Contact, Country, Opportunity, Section, Sector, Topic
from portal.models import ChecklistItem, Figure, Page, Partner, Question, Step
from sessions_app.models import Coordinator, Cycle, Facilitator, Module, OrientationPoint, Room, Session
from testimonies.models import Consent, Testimony

CONTENT = (
    Consent, Testimony, Contact, Opportunity, Section, Country, Sector, Topic,
    ChecklistItem, Figure, Page, Partner, Question, Step, Module, OrientationPoint,
)  # fmt: skip
_number = count(1)
_PUBLISHED = {"state": State.PUBLISHED, "verified_on": "2026-11-23"}


def delete_all() -> None:
    """Rows and their history."""
    with override_settings(SIMPLE_HISTORY_ENABLED=False):
        for model in (Session, Cycle, Consent, Testimony, *CONTENT, Source):
            model.objects.all().delete()
    for model in {Session, *CONTENT} & set(history.models_tracked()):
        model.history.all()._raw_delete(model.history.db)


def source(**values) -> Source:
    n = next(_number)
    return Source.objects.create(
        **{"title": f"Source {n}", "url": f"https://example.org/{n}", "accessed_on": "2026-11-23"} | values
    )


def country(**values) -> Country:
    n = next(_number)
    iso = "XYZ"[n // 26 % 3] + chr(65 + n % 26)  # no country of the starter content begins so
    defaults = {"iso": iso, "slug": f"pays-{n}", "name_fr": f"Pays {n}", "currency_code": "XOF", "calling_code": "+221"}
    return Country.objects.create(**_PUBLISHED | defaults | values)


def topic(**values) -> Topic:
    n = next(_number)
    return Topic.objects.create(
        **{"slug": f"theme-{n}", "icon": "house", "name_fr": f"Thème {n}", "position": n} | values
    )


def section(**values) -> Section:
    values = {"topic": values.get("topic") or topic(), "title_fr": "Se loger", "body_fr": "<p>Texte</p>"} | values
    return Section.objects.create(**_PUBLISHED | values)


def sector(**values) -> Sector:
    n = next(_number)
    defaults = {"slug": f"secteur-{n}", "icon": "egg", "name_fr": f"Secteur {n}", "position": n}
    return Sector.objects.create(**defaults | values)


def opportunity(**values) -> Opportunity:
    n = next(_number)
    defaults = {"slug": f"metier-{n}", "title_fr": f"Métier {n}", "what_it_is_fr": "Un métier."}
    values = {"country": values.get("country") or country(), "sector": values.get("sector") or sector()} | values
    return Opportunity.objects.create(**_PUBLISHED | defaults | values)


def contact(**values) -> Contact:
    n = next(_number)
    defaults = {"slug": f"bureau-{n}", "kind": Contact.Kind.TRAINING, "name_fr": f"Bureau {n}"}
    return Contact.objects.create(**_PUBLISHED | defaults | values)


def page(**values) -> Page:
    n = next(_number)
    return Page.objects.create(**_PUBLISHED | {"slug": f"page-{n}", "title_fr": f"Page {n}"} | values)


def step(**values) -> Step:
    n = next(_number)
    return Step.objects.create(
        **_PUBLISHED | {"slug": f"etape-{n}", "position": n, "title_fr": f"Étape {n}", "text_fr": "Texte"} | values
    )


def question(**values) -> Question:
    n = next(_number)
    defaults = {"slug": f"question-{n}", "question_fr": "Puis-je ?", "short_answer": "yes", "answer_fr": "<p>Oui</p>"}
    return Question.objects.create(**_PUBLISHED | defaults | values)


def checklist_item(**values) -> ChecklistItem:
    n = next(_number)
    defaults = {"slug": f"papier-{n}", "position": n, "group": ChecklistItem.Group.PAPERS, "text_fr": f"Papier {n}"}
    return ChecklistItem.objects.create(**_PUBLISHED | defaults | values)


def figure(**values) -> Figure:
    n = next(_number)
    defaults = {"slug": f"chiffre-{n}", "value": 276, "year": 2018, "label_fr": "personnes formées", "featured": True}
    return Figure.objects.create(**_PUBLISHED | defaults | values)


def partner(**values) -> Partner:
    n = next(_number)
    return Partner.objects.create(**_PUBLISHED | {"slug": f"partenaire-{n}", "name_fr": f"Partenaire {n}"} | values)


def point(**values) -> OrientationPoint:
    n = next(_number)
    defaults = {"slug": f"point-{n}", "city_fr": "Oujda", "name_fr": f"Point {n}"}
    return OrientationPoint.objects.create(**_PUBLISHED | defaults | values)


def module(**values) -> Module:
    n = next(_number)
    defaults = {"slug": f"module-{n}", "kind": Module.Kind.AWARENESS, "icon": "smile", "title_fr": f"Module {n}"}
    return Module.objects.create(**_PUBLISHED | defaults | values)


def room(**values) -> Room:
    n = next(_number)
    values = {"point": values.get("point") or point(), "name": f"Salle {n}", "capacity": 20} | values
    return Room.objects.create(**values)


def session(**values) -> Session:
    """A confirmed session on Tuesday 24 November 2026, 09:30 to 12:30, at the point of its room."""
    place = values.get("room") or room(point=values.get("point") or point())
    defaults = {"day": "2026-11-24", "starts": "09:30", "ends": "12:30", "seats": 15, "status": "confirmed"}
    values = {"module": values.get("module") or module(), "room": place, "point": place.point} | values
    row = Session.objects.create(**defaults | values)
    row.refresh_from_db()  # dates and times as the database gives them, not as they were typed
    return row


def facilitator(**values) -> Facilitator:
    return Facilitator.objects.create(**{"name": f"Animatrice {next(_number)}"} | values)


def user(group: str = "", **values):
    """Somebody of the staff, in the group of that name if any."""
    row = get_user_model().objects.create_user(f"membre-{next(_number)}", **{"is_staff": True} | values)
    if group:
        row.groups.add(Group.objects.get(name=group))
    return row


def unlimited(*codenames: str) -> QuerySet[Permission]:
    """These permissions, and those without which languages and countries would have to be named for the person."""
    return Permission.objects.filter(codename__in=[*codenames, "change_whole_texts", "change_all_countries"])


def coordinator(point: OrientationPoint):
    """The user who coordinates `point`."""
    row = user("Session coordinator")
    Coordinator.objects.create(user=row, point=point)
    return row


def manager():
    """A user who manages the sessions of all points."""
    return user("Session manager")


def cycle(**values) -> Cycle:
    values = {"module": values.get("module") or module(), "point": values.get("point") or point(), "days": 3} | values
    return Cycle.objects.create(**values)


def page_session() -> Session:
    """The session of `tests/pages.py`, at the starter's Oujda, with its week released; made once."""
    from sessions_app import release
    from sessions_app.weeks import Week
    from tests.pages import SESSION

    if found := Session.objects.filter(code=SESSION).first():
        return found
    oujda = OrientationPoint.objects.get(slug="oujda")
    place = Room.objects.get_or_create(point=oujda, name="Salle A", defaults={"capacity": 20})[0]
    row = session(
        code=SESSION, room=place, module=Module.objects.get(slug="entrepreneurship"), what_to_bring_fr="Un cahier"
    )
    release.release(oujda, Week.parse("2026-W48"), None, "")
    return row


def story(**values) -> Testimony:
    """A published story that nobody has consented to yet; give it a `consent`."""
    n = next(_number)
    defaults = {"slug": f"recit-{n}", "title_fr": f"Récit {n}", "summary_fr": "Un récit.", "tone": "success"}
    return Testimony.objects.create(**_PUBLISHED | defaults | {"country": values.get("country") or country()} | values)


def reviewer() -> User:
    return User.objects.get_or_create(username="relectrice", defaults={"is_staff": True})[0]


def consent(testimony: Testimony | None, **values) -> Consent:
    """Active: for the web, given, and reviewed by a second person."""
    defaults = {"reference": f"C-{next(_number)}", "given_on": "2026-11-01", "expires_on": "2028-11-01", "web": True}
    review = {"reviewed_by": reviewer(), "reviewed_on": "2026-11-02"}
    return Consent.objects.create(testimony=testimony, **defaults | review | values)


def publish_starter_stories() -> None:
    """The starter's stories as a fresh installation shows them, once there is an administrator."""
    from testimonies import starter

    Consent.objects.all().delete()
    Testimony.objects.all().delete()
    starter.load()


def public_story(**values) -> Testimony:
    """A story that the public may read."""
    row = story(**values)
    consent(row)
    return row
