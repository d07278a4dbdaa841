"""Settings. What differs from place to place comes from the environment (README, Operación)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from corett.lib import env, sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", kept_in=DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
SITE_URL = env.address("SITE_URL", default="http://localhost:8000")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname]
if not IS_HTTPS:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]

INSTALLED_APPS = [
    "corett",
    "corett.lib",
    "monitoring",
    "risks",
    "plan",
    "corett.directory",
    "corett.audit",
    "corett.accounts",
    "corett.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tables2",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "corett.lib.middleware.GuardingHeaders",
    "django.middleware.security.SecurityMiddleware",
    "corett.lib.methods.readers_and_forms",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corett.lib.middleware.GZipPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "corett.accounts.door_log.door_log",
    "corett.accounts.middleware.living_session",
    "corett.accounts.middleware.LoginRequired",
    "corett.accounts.middleware.SecondFactor",
    "corett.accounts.middleware.acting_membership",
    "corett.audit.middleware.acting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "corett.lib.once.OnlyOnce",
]

ROOT_URLCONF = "corett.urls"
WSGI_APPLICATION = "corett.wsgi.application"

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
                "plan.context_processors.demonstration",
            ],
            "builtins": ["corett.lib.templatetags.once"],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'corett.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = sqlite.options()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["corett.accounts.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "corett.accounts.password_words.HouseWordsValidator"},
    {"NAME": "corett.accounts.password_guesses.GuessesValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SECOND_FACTOR = env.switch("SECOND_FACTOR", default=True)
OTP_TOTP_THROTTLE_FACTOR = 0
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0, least=0)
ACCOUNT_LETTERS_LAUNCHER = "corett.accounts.letters.in_background"
RESET_LASTS = timedelta(minutes=env.integer("RESET_MINUTES", default=60, least=5))
INVITATION_LASTS = timedelta(days=env.integer("INVITATION_DAYS", default=7, least=1))

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Español"))]
LOCALE_PATHS = [BASE_DIR / "corett" / "locale"]
TIME_ZONE = "America/Panama"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "corett" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "corett.lib.durable.DurableStorage"},
    "staticfiles": {"BACKEND": "corett.lib.static.CollectedStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "chapters": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": os.environ.get("CHAPTERS_DIR", DATA_DIR / "chapters"),
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", DATA_DIR / "media"))
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
ANNUAL_LAUNCHER = "monitoring.annual.launching.detached"
LIMITED_PROCESSES = True
EVIDENCE_MAX_BYTES = env.integer("EVIDENCE_MAX_MB", default=10, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "utc": {
            "()": "corett.lib.logs.UTC",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "utc"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "corett.security": {"level": "INFO"},
        "corett.start": {"level": "INFO"},
    },
}
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_TIMEOUT = 15
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", default=25, least=1)
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "corett@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "corett.accounts.sessions"
SESSION_IDLE = timedelta(minutes=env.integer("SESSION_IDLE_MINUTES", default=120, least=1))
SESSION_OLDEST = timedelta(hours=env.integer("SESSION_OLDEST_HOURS", default=12, least=1))
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sesion"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}navegador"
MESSAGE_STORAGE = "corett.lib.messages.PrefixedStorage"
if IS_HTTPS:
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

DJANGO_TABLES2_TEMPLATE = "_table.html"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
# openpyxl would take lxml, which others bring along, in place of defusedxml.
os.environ["OPENPYXL_LXML"] = "False"
