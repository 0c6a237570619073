"""Settings of the web front door. The only place that reads the environment for it.

Each variable is described in `dotenv-sample`, and a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF


HERE = Path(__file__).resolve().parent


def _is_on(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


# --- what a deployment may choose ------------------------------------------------------------

CORDEE_LAKE = os.environ.get("CORDEE_LAKE", "lake")
DEBUG = _is_on(os.environ.get("CORDEE_DEBUG", ""))
# No page keeps anything signed between two processes, so a key a process makes for itself is safe.
SECRET_KEY = os.environ.get("CORDEE_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = _split(os.environ.get("CORDEE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"))
LANGUAGE_CODE = os.environ.get("CORDEE_LANGUAGE", "en")
SERVED_OVER_HTTPS = _is_on(os.environ.get("CORDEE_HTTPS", ""))
LOG_LEVEL = os.environ.get("CORDEE_LOG_LEVEL", "INFO").upper()

# --- the application -------------------------------------------------------------------------

ROOT_URLCONF = "cordee.web.urls"
WSGI_APPLICATION = "cordee.web.wsgi.application"
# The pages read the lake; nothing is written, so there is no relational database yet.
DATABASES: dict[str, dict[str, object]] = {}
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "cordee.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cordee.web.language.LanguageChoice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cordee.web.errors.ForeseenErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "cordee.web.context.present_frame",
            ],
        },
    }
]

# --- languages and formats -------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "cordee_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [HERE.parent / "locale"]
FORMAT_MODULE_PATH = ["cordee.web.formats"]

# --- static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
# The world map is reference data, which documents draw too; the pages serve the same file.
STATICFILES_DIRS = [("map", HERE.parent / "reference/data/map")]
# Files are served as they lie in the package: a user builds nothing.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600  # Each address carries a mark of its content.
STORAGES = {"staticfiles": {"BACKEND": "cordee.web.static_files.MarkedStorage"}}

# --- security --------------------------------------------------------------------------------

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
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # A proxy that ends TLS also redirects.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SERVED_OVER_HTTPS else 0
LANGUAGE_COOKIE_SECURE = SERVED_OVER_HTTPS
CSRF_COOKIE_NAME = "cordee_csrf"
CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cordee.web.errors.show_forbidden"
# A proxy that ends TLS says so in this header; forms and links of documents follow it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
