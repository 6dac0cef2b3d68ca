"""Django settings of the server: wiring only. Everything that may differ between clinics comes from the environment.

ENTHESIS_HOME                folder of the database, the keys and the backups; default: the platform's data folder
ENTHESIS_PUBLIC_URL          the address other devices use, for instance https://board.example.org
ENTHESIS_DATABASE_URL        a PostgreSQL database, as the web role; default: SQLite in ENTHESIS_HOME
ENTHESIS_DATABASE_OWNER_URL  the same database as its owner, for migrations, backup and restore only
ENTHESIS_FIELD_KEY           the key of encrypted fields (base64 of 32 bytes); default: the file field_key in ENTHESIS_HOME
ENTHESIS_MAIL_URL            an SMTP server, for instance smtp://user:password@host:587; default: files in ENTHESIS_HOME/mail
ENTHESIS_DEBUG=1             Django's debug pages, for development only
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import platformdirs

from enthesis import __version__
from enthesis.records.database import owner_settings, postgresql_settings, sqlite_settings
from enthesis.terms.fault import UnusableInput

PACKAGE = Path(__file__).parent
STATIC_FOLDER = PACKAGE / "web" / "static"
PORTAL_STATIC_FOLDER = PACKAGE / "portal" / "static"
BODY_FIGURES = PACKAGE / "bodymap" / "figures"


def find_home() -> Path:
    """The folder where this installation keeps what it must remember; made on first use, for its owner alone.

    Raises:
        UnusableInput: the folder cannot be made or written.
    """
    named = os.environ.get("ENTHESIS_HOME", "")
    home = Path(named).expanduser() if named else platformdirs.user_data_path("enthesis", appauthor=False)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnusableInput(
            str(home), f"this folder cannot be made ({error.strerror})", "set ENTHESIS_HOME to a folder you may write"
        ) from None
    return home


def read_or_make_key_file(path: Path, make: Callable[[], str]) -> str:
    """The text of a key file, made on first start and readable by its owner alone (mode 0600).

    Raises:
        UnusableInput: the key can be neither read nor written.
    """
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
        else:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(make())
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(str(path), f"the key is unusable ({error})", "set ENTHESIS_HOME to a folder you may write") from None


def read_or_make_secret_key(home: Path) -> str:
    """The installation's secret key.

    Raises:
        UnusableInput: the key can be neither read nor written, or is too short to be one.
    """
    path = home / "secret_key"
    key = read_or_make_key_file(path, lambda: secrets.token_urlsafe(50))
    if len(key) < 40:
        raise UnusableInput(str(path), "the secret key is too short", "remove the file; a new key is made at the next start")
    return key


def read_or_make_field_key(home: Path) -> bytes:
    """The 32 bytes that encrypted fields are sealed with.

    Raises:
        UnusableInput: it is not base64 of 32 bytes. It is never replaced: what it sealed would be lost.
    """
    named = os.environ.get("ENTHESIS_FIELD_KEY", "")
    where = "ENTHESIS_FIELD_KEY" if named else str(home / "field_key")
    text = named or read_or_make_key_file(home / "field_key", lambda: base64.b64encode(secrets.token_bytes(32)).decode())
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise UnusableInput(where, "the field key is not base64 of 32 bytes", "put back the key this database was written with")
    return key


def static_digest(*folders: Path) -> str:
    """A short digest of every static file, so that their addresses change when they do and may be cached for ever."""
    digest = hashlib.sha256(__version__.encode())
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_public_url(text: str) -> tuple[str, str] | None:
    """Origin and host of ENTHESIS_PUBLIC_URL, or None when it is not set.

    Raises:
        UnusableInput: it is not an http or https address.
    """
    if not text.strip():
        return None
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnusableInput(
            "ENTHESIS_PUBLIC_URL", f"'{text}' is not a web address", "write for instance https://board.example.org"
        )
    return f"{parts.scheme}://{parts.netloc}", parts.hostname


DEBUG = os.environ.get("ENTHESIS_DEBUG", "") == "1"
ENTHESIS_HOME = find_home()
SECRET_KEY = read_or_make_secret_key(ENTHESIS_HOME)
FIELD_KEY = read_or_make_field_key(ENTHESIS_HOME)
PUBLIC_URL = read_public_url(os.environ.get("ENTHESIS_PUBLIC_URL", ""))
BEHIND_HTTPS = PUBLIC_URL is not None and PUBLIC_URL[0].startswith("https://")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] + ([PUBLIC_URL[1]] if PUBLIC_URL else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL[0]] if PUBLIC_URL else []

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "enthesis.records",
    "enthesis.web",
    "enthesis.portal",
]
MIDDLEWARE = [
    "enthesis.web.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "enthesis.web.uploads.RefuseLargeBodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "enthesis.web.who.WhoActs",
    "enthesis.web.account.idle_lock.IdleLock",
    "enthesis.web.account.second_factor.OfferSecondFactor",
    "enthesis.web.errors.RefusalPages",
    "enthesis.web.typed.WithoutNul",
]
ROOT_URLCONF = "enthesis.urls"
WSGI_APPLICATION = "enthesis.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "portal" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "enthesis.web.templating.build_environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "django_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
_DATABASE_URL = os.environ.get("ENTHESIS_DATABASE_URL", "")
_OWNER_URL = os.environ.get("ENTHESIS_DATABASE_OWNER_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": postgresql_settings(_DATABASE_URL, "ENTHESIS_DATABASE_URL") if _DATABASE_URL else sqlite_settings(ENTHESIS_HOME)
}
if _OWNER_URL:
    DATABASES["owner"] = owner_settings(_OWNER_URL, "ENTHESIS_DATABASE_OWNER_URL")
"""The server works as the web role, which row-level security binds; migrations run as the owner."""

AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["enthesis.web.account.hashing.CappedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

SESSION_COOKIE_NAME = "enthesis_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""A message may name a patient: it waits in the session, never in a cookie."""

USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
DEFAULT_CHARSET = "utf-8"

STATIC_URL = f"/static/{static_digest(STATIC_FOLDER, PORTAL_STATIC_FOLDER, BODY_FIGURES)}/"
STATICFILES_DIRS: list[Any] = [("enthesis/body", BODY_FIGURES)]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LARGEST_BODY_BYTES = 3_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY_BYTES
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
"""Uploads are read from memory; a case file never touches the disk."""

CSRF_COOKIE_NAME = "enthesis_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_FAILURE_VIEW = "enthesis.web.errors.csrf_failure"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}

# --- sign-in (django-allauth): pages in web/account -------------------------------------------------------------------
ACCOUNT_ADAPTER = "enthesis.web.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "unlock": "6/m/user",
    "use_link": "20/m/ip",
}
"""`unlock` and `use_link` are ours (web/account); they are counted by the same means."""
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_HTTPS else 0
MFA_ADAPTER = "enthesis.web.account.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"] + (["webauthn"] if PUBLIC_URL is None or BEHIND_HTTPS else [])
"""Passkeys need https, or localhost where no public address is set."""
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
_MAIL_URL = urlsplit(os.environ.get("ENTHESIS_MAIL_URL", ""))
MAIL_CONFIGURED = bool(_MAIL_URL.hostname) and PUBLIC_URL is not None
"""Mail needs a server to send it and an address that its links lead to."""
if _MAIL_URL.hostname:
    EMAIL_HOST, EMAIL_USE_SSL = _MAIL_URL.hostname, _MAIL_URL.scheme == "smtps"
    EMAIL_PORT = _MAIL_URL.port or (465 if EMAIL_USE_SSL else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL_URL.username or ""), unquote(_MAIL_URL.password or "")
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(ENTHESIS_HOME / "mail")
OWN_ORIGIN: str | None = None
"""Where `serve` listens on this machine itself, set when it starts: what links in the demo's mails lead to."""
DEFAULT_FROM_EMAIL = f"enthesis@{PUBLIC_URL[1] if PUBLIC_URL else 'localhost'}"
# --- end of sign-in -----------------------------------------------------------------------------------------------------
