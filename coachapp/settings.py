"""Settings, from the environment. A wrong value stops the start with the name of the setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvValidationError

from coachapp import environment
from coachapp.secret_key import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DEBUG = env.bool("DEBUG", default=False)
CONTENT_DIR = env.path("CONTENT_DIR", default=BASE_DIR / "content", validate=environment.folder)
VAR_DIR = env.path("VAR_DIR", default=BASE_DIR / "var", validate=environment.own_folder)
environment.own_folder(VAR_DIR)  # the default is not looked at above, and has to be there too

# Where visitors find the site. Links that travel start with it, so no request decides where they lead; and whether
# it is encrypted decides about cookies, HSTS and what Django is told of each request.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000", validate=environment.site).rstrip("/")
_site = urlsplit(SITE_URL)
ENCRYPTED = _site.scheme == "https"
ALLOWED_HOSTS = [
    str(_site.hostname),
    *env.list("ALLOWED_HOSTS", default=[], validate=environment.hosts),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
# Where to report a weakness: security@ is the address that RFC 2142 keeps for that.
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT", default=f"mailto:security@{_site.hostname}", validate=environment.contact
)
# Whom to tell what does not work with a screen reader, a keyboard or large type.
ACCESSIBILITY_CONTACT = env.str(
    "ACCESSIBILITY_CONTACT", default=f"mailto:accessibility@{_site.hostname}", validate=environment.contact
)
# Proxies whose word on a visitor's address is taken.
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[], validate=environment.networks)

# Signs the self-test's drafts, which outlive a restart. Whoever tries the site on their own machine needs none.
LOCAL = _site.hostname in ("localhost", "127.0.0.1", "::1")
if DEBUG or LOCAL:
    SECRET_KEY = env.str("SECRET_KEY", default="") or kept_key(VAR_DIR / "secret-key")
else:
    SECRET_KEY = env.str("SECRET_KEY", validate=environment.secret)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[], validate=environment.secrets)

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # coachapp.headers sets what SecurityMiddleware would, and more, on the Edition's pages too
    "security.W002",  # idem: its frame-ancestors say what XFrameOptionsMiddleware would
]

INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "coachapp", "techniques", "selftest"]

MIDDLEWARE = [
    "coachapp.headers.security_headers",
    "selftest.private.private_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django masks its tokens and pads, so lengths tell nothing
    "techniques.views.api.for_programs",  # around all that may refuse a request
    "django.middleware.common.CommonMiddleware",
    "coachapp.language.from_address",
    "coachapp.refusals.refusals",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coachapp.content_errors.ContentErrorPage",
    "coachapp.resend.WhenTheDatabaseIsGone",
]

ROOT_URLCONF = "coachapp.urls"
WSGI_APPLICATION = "coachapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["techniques.templatetags.kompas", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]

# As long as a draft of the self-test; the cookie is set only on pages with a form that is sent.
CSRF_COOKIE_AGE = 7 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = ENCRYPTED
# No form of ours is near these; files none has.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 0
CSRF_FAILURE_VIEW = "coachapp.resend.again"

# Groups, and nothing else. Waiting is bounded, and an acknowledged write survives a power cut.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'coachkompas.sqlite3'}")}
if not DATABASES["default"]["ENGINE"].endswith(("sqlite3", "postgresql")):
    raise EnvValidationError('Environment variable "DATABASE_URL" invalid: Expected sqlite:///… or postgresql://…', [])
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "coachapp.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA cache_size=-8000; PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c lock_timeout=5000 -c statement_timeout=10000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "coachapp.stylesheet.StylesheetFinder",
    "coachapp.stylesheet.StaticFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",  # htmx, from its package
]
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    }
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "selftest.private.WithoutAddress"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["private"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Warnings of these two name the address that somebody asked for; errors are for us to mend.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
}
