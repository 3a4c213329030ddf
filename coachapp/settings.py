"""Settings, from the environment. A wrong value stops the start with the name of the setting."""

from __future__ import annotations

from pathlib import Path

from environs import Env

from coachapp.secret_key import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = Env()

DEBUG = env.bool("DEBUG", default=False)
# Signs the self-test's drafts, which outlive a restart: without one given, this machine keeps its own.
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CONTENT_DIR = env.path("CONTENT_DIR", default=BASE_DIR / "content")

INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "coachapp", "techniques", "selftest"]

MIDDLEWARE = [
    "coachapp.headers.security_headers",
    "selftest.private.private_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django masks its tokens and pads, so lengths tell nothing
    "django.middleware.common.CommonMiddleware",
    "coachapp.language.from_address",
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
CSRF_FAILURE_VIEW = "coachapp.resend.again"

# Groups, and nothing else. Waiting is bounded, and an acknowledged write survives a power cut.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'coachkompas.sqlite3'}")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
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
