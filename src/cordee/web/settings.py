"""Settings of the web front door. The only place that reads the environment for it.

Each variable is described in `dotenv-sample`, and a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from cordee.kernel.machine import is_on, is_this_machine
from cordee.web.origin import read_networks


HERE = Path(__file__).resolve().parent


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _read_secret(path: Path) -> str:
    """Return the key that `cordee serve` made, or one for this process alone: sessions end with it."""
    return path.read_text("utf-8").strip() if path.is_file() else secrets.token_urlsafe(50)


def _describe_database(address: str) -> dict[str, Any]:
    described: dict[str, Any] = dict(dj_database_url.parse(address))
    # A connection is kept between requests, with what it has read of the database, and tried before it is
    # used: the server may restart.
    described["CONN_MAX_AGE"] = 300
    described["CONN_HEALTH_CHECKS"] = True
    if described["ENGINE"].endswith("sqlite3"):
        # Readers do not wait for a writer, and a writer waits for its turn before it reads what it
        # will change: 20 writers at once then queue instead of meeting “database is locked”.
        described["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                # Kilobytes of the file that each of a few connections keeps: a common word of the search
                # reads as much, and by the two megabytes of old would read it anew from the file.
                "PRAGMA cache_size=-4000;"
            ),
        }
    else:
        # Questions of pages are short: compiling one takes longer than answering it, and the indexes of a
        # ledger fit into memory, where a look anywhere costs as much as the next one in order.
        described.setdefault("OPTIONS", {}).setdefault(
            "options", "-c jit=off -c random_page_cost=1.1"
        )
    return described


def _describe_providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the outside sign-ins that are configured, and none that is not: no button leads nowhere."""
    described: dict[str, Any] = {}
    if environ.get("CORDEE_ORCID_CLIENT"):
        described["orcid"] = {
            "APPS": [
                {
                    "client_id": environ["CORDEE_ORCID_CLIENT"],
                    "secret": environ.get("CORDEE_ORCID_SECRET", ""),
                }
            ]
        }
    if environ.get("CORDEE_OIDC_ADDRESS"):
        described["openid_connect"] = {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": environ.get("CORDEE_OIDC_NAME", "OpenID Connect"),
                    "client_id": environ.get("CORDEE_OIDC_CLIENT", ""),
                    "secret": environ.get("CORDEE_OIDC_SECRET", ""),
                    "settings": {"server_url": environ["CORDEE_OIDC_ADDRESS"]},
                }
            ],
        }
    return described


def _list_sign_in_origins(environ: Mapping[str, str]) -> list[str]:
    """Return where the configured outside sign-ins send a reader; one may differ from its address."""
    pages = environ.get("CORDEE_OIDC_PAGES") or environ.get("CORDEE_OIDC_ADDRESS", "")
    found = urlsplit(pages)
    origins = [f"{found.scheme}://{found.netloc}"] if found.netloc else []
    return [*origins, "https://orcid.org"] if environ.get("CORDEE_ORCID_CLIENT") else origins


# --- what a deployment may choose ------------------------------------------------------------

CORDEE_LAKE = os.environ.get("CORDEE_LAKE", "lake")
# What one installation keeps besides the lake: the ledger, its keys, documents, mail not yet sent.
CORDEE_STATE = Path(os.environ.get("CORDEE_STATE", "state")).absolute()
# Where readers find the pages, for links in letters that no request asked for.
CORDEE_ADDRESS = os.environ.get("CORDEE_ADDRESS", "http://127.0.0.1:8000")
DEBUG = is_on(os.environ.get("CORDEE_DEBUG", ""))
SECRET_KEY = os.environ.get("CORDEE_SECRET_KEY") or _read_secret(CORDEE_STATE / "secret.key")
ALLOWED_HOSTS = _split(os.environ.get("CORDEE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"))
LANGUAGE_CODE = os.environ.get("CORDEE_LANGUAGE") or "en"
# In which one command over the ledger speaks to whoever typed it; readers and letters have their own.
CORDEE_SPEAKS = os.environ.get("CORDEE_SPEAKS", "")
SERVED_OVER_HTTPS = is_on(os.environ.get("CORDEE_HTTPS", ""))
# Set by `cordee demo` alone: accounts of the demonstration, and no others, may do without a second factor.
CORDEE_DEMONSTRATION = is_on(os.environ.get("CORDEE_DEMONSTRATION", ""))
if CORDEE_DEMONSTRATION and not all(is_this_machine(host) for host in ALLOWED_HOSTS):
    message = "CORDEE_DEMONSTRATION is for this machine alone: CORDEE_ALLOWED_HOSTS names others. Unset one of them."
    raise ImproperlyConfigured(message)
# Proxies whose word on where a request came from is taken; nobody else's is.
CORDEE_PROXIES = _split(os.environ.get("CORDEE_PROXIES", ""))
try:
    read_networks(CORDEE_PROXIES)
except ValueError as error:
    message = f"CORDEE_PROXIES is a list of addresses and networks, separated by commas: {error}."
    raise ImproperlyConfigured(message) from error
# The house's time zone: its day begins at midnight there, for roles, agreements, reminders and pages.
TIME_ZONE = os.environ.get("CORDEE_TIME_ZONE") or "Europe/Paris"
if TIME_ZONE not in available_timezones():
    message = f"CORDEE_TIME_ZONE is no known time zone: {TIME_ZONE}. Write one as Europe/Paris."
    raise ImproperlyConfigured(message)
# Requests a minute of one access token; a program that sends more is told to wait.
CORDEE_API_RATE = int(os.environ.get("CORDEE_API_RATE", "600"))
# Requests a minute of one network address to what is published; a harvester that sends more waits.
CORDEE_OAI_RATE = int(os.environ.get("CORDEE_OAI_RATE", "120"))
LOG_LEVEL = os.environ.get("CORDEE_LOG_LEVEL", "INFO").upper()

LOG_FORMS = {"text": "TextLine", "json": "JsonLine"}
LOG_FORM = os.environ.get("CORDEE_LOG_FORM", "text").strip().lower()
if LOG_FORM not in LOG_FORMS:
    message = "CORDEE_LOG_FORM is text or json."
    raise ImproperlyConfigured(message)

# --- the application -------------------------------------------------------------------------

ROOT_URLCONF = "cordee.web.urls"
WSGI_APPLICATION = "cordee.web.wsgi.application"
DATABASES = {
    "default": _describe_database(
        os.environ.get("CORDEE_DATABASE") or f"sqlite:///{CORDEE_STATE / 'ledger.sqlite3'}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # “3 minutes ago” in the list of sessions
    "django_htmx",
    "csp",
    "cordee.web",
    "django.forms",  # our templates of forms stand before Django's
    "cordee.ledger",
    "cordee.directory",
    "cordee.agreements",
    "cordee.programmes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{one}" for one in ("orcid", "openid_connect")),
    "allauth.usersessions",
    "axes",
]
MIDDLEWARE = [
    "cordee.web.origin.OriginBehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "cordee.web.api.answers.ApiAnswers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cordee.web.language.LanguageChoice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cordee.web.sessions.LastSeen",
    "cordee.web.reading.LinesOnce",
    "cordee.web.errors.ForeseenErrors",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cordee.web.context.present_frame",
            ],
        },
    }
]

# --- accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "ledger.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # Refuses first, while an address or a name is locked out.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        # Twelve letters and no other rule of form: OWASP ASVS 5, 6.2.1 and 6.2.5.
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:mine"
ACCOUNT_LOGOUT_REDIRECT_URL = "observatory:home"
ACCOUNT_ADAPTER = "cordee.web.adapters.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "cordee.web.adapters.KnownAddressesOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Cordée] "
# Codes of a second factor, an account: five wrong ones in a quarter of an hour, as with passwords. Those
# are counted by the lock-out below, in the ledger, where a restart does not forget them.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
MFA_FORMS = {
    "authenticate": "cordee.web.second_factor.SignInByCode",
    "reauthenticate": "cordee.web.second_factor.ConfirmByCode",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Cordée"
# The code before and after the current one count too: RFC 6238, §5.2, allows for slow typing.
MFA_TOTP_TOLERANCE = 1
# Browsers allow security keys over http on this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_OVER_HTTPS
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = _describe_providers(os.environ)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "cordee.web.adapters.get_address_tried"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Who signed in when stands in the list of sessions while it lasts; nobody reads a second one.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "cordee.web.errors.show_locked_out"

SESSION_COOKIE_NAME = "cordee_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- letters ---------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("CORDEE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("CORDEE_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("CORDEE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CORDEE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = is_on(os.environ.get("CORDEE_MAIL_TLS", "1"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("CORDEE_MAIL_FROM", "cordee@localhost")
# Until a mail server is named, letters are written into files that an administrator can read.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(CORDEE_STATE / "mail")

FORM_RENDERER = "cordee.web.forms.Renderer"

# --- languages and formats -------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
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
        # Browsers hold redirections of a form to this too, and sign-in elsewhere begins with one.
        "form-action": [SELF, *_list_sign_in_origins(os.environ)],
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
    "formatters": {"line": {"()": f"cordee.web.logs.{LOG_FORMS[LOG_FORM]}"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
