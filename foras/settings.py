"""Settings, all from the environment; `.env.example` lists every variable with its default.

Anything wrong raises ImproperlyConfigured with one sentence that says what to mend; `manage.py` prints it and stops.
"""

import contextlib
import os
import tempfile
import warnings
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from core import clock

clock.use_pinned_zones()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")  # optional; what the environment says already wins

# Where everything that changes lives: the embedded database, uploads, collected static files, the secret.
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # passwords and consents are in there
    (DATA_DIR / "media").mkdir(exist_ok=True)
    tempfile.TemporaryFile(dir=DATA_DIR).close()
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR {DATA_DIR} cannot be written: {error.strerror}.") from None


def _write_once(file: Path, text: str) -> None:
    """Whole or not at all, mode 600; of several processes that start together, one wins and all read the same."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent) as draft:
        draft.write(text)
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, file)


def _secret_key() -> str:
    """The key from the environment, else the one generated into DATA_DIR on first start (mode 600)."""
    if key := env("SECRET_KEY", default=""):
        return key
    file = DATA_DIR / "secret_key"
    if not file.exists():
        _write_once(file, get_random_secret_key())
    if len(key := file.read_text().strip()) < 40:
        raise ImproperlyConfigured(f"{file} is empty or too short: delete it, and a new secret is made.")
    return key


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])]

# Behind a proxy that ends TLS, and only then, the scheme is what the proxy says.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = BEHIND_PROXY
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the operator's probe comes without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_PROXY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_PROXY
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_PROXY
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_PROXY else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_PROXY else "csrf"
SESSION_COOKIE_SAMESITE = "Lax"  # a link to the desk in a colleague's mail opens it (docs/adr/0007)
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "foras.refusals.csrf_failure"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one working day
SESSION_IDLE_AGE = 2 * 3600  # seconds without a request (desk.sittings)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Public pages carry no inline script or style, so their policy is one fixed line and pages keep their ETag.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "base-uri": [NONE],
        "default-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "media-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

INSTALLED_APPS = [
    "desk",
    "portal",
    "countries",
    "testimonies",
    "sessions_app",
    "core",
    "modeltranslation",  # before the admin, whose forms it extends
    "foras.apps.ForasAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "js_asset",
]

# From the outside in: headers reach every answer, static files and errors included.
MIDDLEWARE = [
    "core.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compression.PageGZipMiddleware",
    "core.compression.BrotliMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "core.caching.RevalidateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",  # who made a version; reads the user only when one is made
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.security.RefuseNulMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "foras.urls"
WSGI_APPLICATION = "foras.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.languages.context",
            ],
            "builtins": ["core.templatetags.foras"],
        },
    }
]

# The embedded SQLite is safe under concurrent writers only with these options (docs/adr/0003).
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds a writer waits for another
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}


def _database() -> dict:
    """DATABASE_URL, or the embedded database in DATA_DIR. The message never repeats the address, it has a password."""
    url = env("DATABASE_URL", default="")
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "foras.sqlite3", "OPTIONS": _SQLITE}
    try:
        with warnings.catch_warnings(action="error"):  # environ's warning would print the password
            database = env.db_url_config(url)
    except Exception:
        database = {}
    engine = database.get("ENGINE", "").rsplit(".", 1)[-1]
    if engine == "sqlite3":
        return database | {"OPTIONS": _SQLITE}
    if engine == "postgresql":
        options = {"connect_timeout": 2} | database.get("OPTIONS", {})
        return database | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured("DATABASE_URL must be postgres://user:password@host:port/name or sqlite:///path.")


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who must give a code beside the password: "publishers" (and who manages people or sees consents), "all" or "none".
SECOND_FACTOR = env("SECOND_FACTOR", default="none" if DEBUG else "publishers")
if SECOND_FACTOR not in ("publishers", "all", "none"):
    raise ImproperlyConfigured("SECOND_FACTOR must be publishers, all or none.")
OTP_TOTP_ISSUER = "FORAS"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "desk.second_factor.Backend"]

# Lock-out after failures (desk.lockout): per account and address first, which the handler relies on.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HANDLER = "desk.lockout.Handler"
AXES_LOCKOUT_CALLABLE = "desk.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "desk.lockout.address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on makes it no longer
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in our audit log, without addresses
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["foras.formats"]
USE_I18N = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr",)
MODELTRANSLATION_CUSTOM_FIELDS = ("ProseEditorField",)

USE_TZ = True
TIME_ZONE = clock.MOROCCO

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

SIMPLE_HISTORY_ENABLED = True  # a version for each save of a translated row (core/history.py)

# Uploads. The temporary folder lies on the disk of the media, so that keeping an upload is a rename and not a copy.
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_MAX_BYTES = env.int("MEDIA_MAX_BYTES", default=1_500_000_000)
MEDIA_MAX_SECONDS = env.int("MEDIA_MAX_SECONDS", default=3600)
MEDIA_ACCEL = env("MEDIA_ACCEL", default="")  # the internal address under which nginx serves MEDIA_ROOT; empty: we do
MEDIA_DOWNLOADS = env.int("MEDIA_DOWNLOADS", default=8)  # that each process sends at once; half of its threads
FFMPEG = env("FFMPEG", default="")  # empty: the one on the PATH, else the one of requirements-media.txt
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 21_000  # a box for each text of the largest import; bytes are limited besides
FILE_UPLOAD_HANDLERS = ["core.uploads.StaffUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {"BACKEND": "core.media.PrivateStorage"},
    "private": {"BACKEND": "core.media.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "core.staticfiles.BundledStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

LINKS_MAY_BE_PRIVATE = False  # `check_links` asks the public internet only; tests ask their own machine

# Work that takes longer than a page: a worker (`make run` starts one) takes it from the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Logs hold paths, never query strings or addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"brief_refusals": {"()": "foras.logs.BriefRefusals"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["brief_refusals"]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners try names all day; they get their 400
        "testimonies": {"level": "INFO"},
    },
}
