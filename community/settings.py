"""One settings file. Everything that differs between machines is read from the environment by `env`."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from community import env, identities, storage
from core import embeds

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("HEARTH_DATA", BASE_DIR / "var")

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
SITE_URL = env.url("SITE_URL", "http://localhost:8000", schemes={"http", "https"}).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [SITE_URL])
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "core",
    "events",
    "uploads",
    "accounts",
    "spaces",
    "forums",
    "content",
    "governance",
    "notifications",
    "search",
    "moderation",
    "support",
    "analytics",
    "integrations",
    "community",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.apple",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "community.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.plain.PlainTextMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.security.sessions.SeenMiddleware",
    "accounts.administration.acting.ActingMiddleware",
    "accounts.entering.private.PrivateMiddleware",
    "accounts.entering.doors.DoorsMiddleware",
    "accounts.standing.suspension.SuspensionMiddleware",
    "accounts.middleware.BrowserMiddleware",
    "accounts.providers.middleware.ProviderMiddleware",
    "accounts.privacy.consenting.ConsentMiddleware",
    "spaces.middleware.BrandMiddleware",
    "community.middleware.LivePolicyMiddleware",
    "core.limits.LimitMiddleware",
    "analytics.middleware.TouchMiddleware",
]

ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"

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
                "spaces.context.brand",
            ],
            "builtins": ["core.templatetags.hearth", "accounts.templatetags.people"],
        },
    },
    {
        # For the parts a page repeats, by {% compiled "….jinja" %}; see core/compiled.py.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "core.compiled.environment"},
    },
]

# Data ------------------------------------------------------------------------------------------

DATABASE_URL = env.url("DATABASE_URL", "", schemes={"postgresql", "postgres"})
REDIS_URL = env.url("REDIS_URL", "redis://127.0.0.1:6379/0", schemes={"redis", "rediss", "unix"})
# Off where a pooler keeps no prepared statements (PgBouncer before 1.21 in transaction mode).
DATABASE_PREPARES = env.flag("DATABASE_PREPARES", True)
DATABASE_TIMEOUT_MS = env.number("DATABASE_TIMEOUT_MS", 5000, least=100)


def _database(address: str) -> dict:
    parts = urlsplit(address)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "core.database",
        "NAME": unquote(parts.path.lstrip("/")) or "hearth",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "prepare_threshold": 5 if DATABASE_PREPARES else None,  # core.prepared alone does it
            "tcp_user_timeout": DATABASE_TIMEOUT_MS,
            "options": f"-c statement_timeout={DATABASE_TIMEOUT_MS} -c lock_timeout={DATABASE_TIMEOUT_MS}"
            " -c idle_in_transaction_session_timeout=30000",
        },
    }


DATABASES = {"default": _database(DATABASE_URL or "postgresql:///hearth")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Valkey is never the only home of anything acknowledged; short timeouts keep a hung one from
# holding a request.
VALKEY_TIMEOUT_SECONDS = 0.5
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hearth",
        "OPTIONS": {
            "socket_timeout": VALKEY_TIMEOUT_SECONDS,
            "socket_connect_timeout": VALKEY_TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        },
    }
}
# Visitors' pages, ready to go out, in the memory of each web process (core.pagecache); 0 switches that cache off.
PAGE_CACHE_MB = env.number("PAGE_CACHE_MB", 64, most=4096)
# The same in Valkey, for all web processes together: bounded too, whatever addresses are asked for.
PAGE_SHELF_MB = env.number("PAGE_SHELF_MB", 256, least=8, most=65536)

# Background work: see community/celery.py and community/schedule.py -------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 2.5  # on SIGQUIT; a task that needs longer is taken again
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_TASK_DEFAULT_QUEUE = "hearth"

# Sign-in: django-allauth, its OpenID Connect provider set by environment --------------------------

AUTH_USER_MODEL = "accounts.Member"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["handle", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.entering.passwords.BreachedPasswordValidator"},
]
BREACHED_PASSWORDS_FILE = env.text("BREACHED_PASSWORDS_FILE")
BREACHED_PASSWORDS_ONLINE = env.flag("BREACHED_PASSWORDS_ONLINE", False)
AUTHENTICATION_BACKENDS = ["accounts.security.backend.MemberBackend"]
SESSION_ENGINE = "accounts.security.session_store"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004"
]  # handles are unique whatever their case: a functional constraint
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.MemberAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.IdentityAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Dangerous acts ask again who is there: see accounts/security/reauthentication.py.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "accounts.entering.sign_in_forms.PasswordLoginForm",
    "signup": "accounts.entering.worded_forms.JoinForm",
    "add_email": "accounts.entering.worded_forms.AddressForm",
    "change_email": "accounts.entering.worded_forms.OtherAddressForm",
    "request_login_code": "accounts.entering.worded_forms.CodeWantedForm",
    "confirm_login_code": "accounts.entering.worded_forms.SignInCodeForm",
    "confirm_email_verification_code": "accounts.entering.worded_forms.AddressCodeForm",
    "reset_password": "accounts.entering.worded_forms.PasswordLostForm",
    "reset_password_from_key": "accounts.entering.worded_forms.NewPasswordForm",
    "change_password": "accounts.entering.worded_forms.PasswordChangeForm",
    "reauthenticate": "accounts.entering.worded_forms.PasswordAgainForm",
    "set_password": "accounts.entering.sign_in_forms.FirstPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# A new password ends every other session; here one stays.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "accounts.security.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.security.security_forms.AddKeyForm",
    "activate_totp": "accounts.entering.worded_forms.AppForm",
    "authenticate": "accounts.entering.worded_forms.SecondFactorCodeForm",
    "reauthenticate": "accounts.entering.worded_forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
USERSESSIONS_ADAPTER = "accounts.security.sessions.SessionsAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
# Which identity opens which account: accounts/entering/linking.py decides, provider by provider.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = env.url("OIDC_ISSUER", "", schemes={"http", "https"})
# Those of the environment; the administrators' are rows (accounts.providers).
IDENTITY_PROVIDERS = identities.given()

# What the browser is told --------------------------------------------------------------------------

# Of elsewhere a page shows what its reader clicks on: videos and pictures of these hosts (core/embeds.py).
PEERTUBE_HOSTS = env.hosts("PEERTUBE_HOSTS")
# How many sign a petition before it is put to all: this many, or this share of who is active, the lower.
PETITION_SIGNATURES = env.number("PETITION_SIGNATURES", 500, least=1)
PETITION_PERCENT_OF_ACTIVE = env.number("PETITION_PERCENT_OF_ACTIVE", 5, least=1, most=100)
PICTURE_HOSTS = env.hosts("PICTURE_HOSTS", ["upload.wikimedia.org", "i.imgur.com"])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *(f"https://{host}" for host in PICTURE_HOSTS)],
        "frame-src": embeds.frame_origins(PEERTUBE_HOSTS),
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers hold a form to this through every redirect; pages with ways in name the providers (LivePolicyMiddleware).
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LIVE_PORT = env.number("LIVE_PORT", 0, most=65535)  # 0: /live/ at the page's own origin
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1, least=1, most=10)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "en"
# Another language once locale/ has its catalogue: half a translation is worse than none.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "uploads"
# The keys of votes while they run, and what signs their receipts: outside of the database, the uploads and every backup.
VOTE_KEYS_DIR = env.folder("VOTE_KEYS_DIR", DATA_DIR / "vote-keys")
STORAGES = {
    "default": storage.uploads_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "uploads.handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "uploads.handlers.SpoolingUploadHandler",
]
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 8 * 1024 * 1024, least=1024)

# Search: how often a member, or an address, may search, and be offered something while typing
SEARCHES_A_MINUTE = env.number("SEARCHES_A_MINUTE", 120, least=1)
SUGGESTIONS_A_MINUTE = env.number("SUGGESTIONS_A_MINUTE", 400, least=1)

# Votes: so many days after the close, backups and logs of the database from the voting period are destroyed
VOTE_TRACES_DAYS = env.number("VOTE_TRACES_DAYS", 30, least=1, most=365)

# Support: from this share of the people who write to us answers are withheld, to measure what they are worth
SUPPORT_HOLDOUT_PERCENT = env.number("SUPPORT_HOLDOUT_PERCENT", 10, least=0, most=50)
# Of the readers who stay on a solved conversation or a help article, this share is asked whether it helped (once in 90 days)
SURVEY_PERCENT = env.number("SURVEY_PERCENT", 5, least=0, most=100)
SUPPORT_SOLVED_DAYS = env.number("SUPPORT_SOLVED_DAYS", 7, least=1, most=365)

# Requests to others (core.outgoing): origins on the inside of the network that may be asked all the same
OUTGOING_INSIDE = [*env.words("OUTGOING_INSIDE"), *identities.origins_of([OIDC_ISSUER])]

# Mail: every message is a row first (core.mail), sent by a job over SMTP ----------------------------

EMAIL_BACKEND = "core.mail.OutboxBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "community@localhost")

# How long a notification waits for a member who has a page open to read it, before it goes out by mail.
NOTIFICATION_MAIL_DELAY_SECONDS = env.number("NOTIFICATION_MAIL_DELAY_SECONDS", 300, most=86_400)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
