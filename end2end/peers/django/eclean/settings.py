"""Settings of the cleaning-jobs backend; everything that varies comes from the environment."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "development-only-secret-key-of-the-jobs-backend")
JWT_SECRET = os.environ.get("JWT_SECRET", "development-only-jwt-secret-0123456789")
DEBUG = False
# Anything but "*" also makes the WebSocket origin check refuse clients that send no Origin header.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")

INSTALLED_APPS = ["corsheaders", "channels", "jobs"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "eclean.urls"
ASGI_APPLICATION = "eclean.asgi.application"
CORS_ALLOWED_ORIGINS = os.environ.get("CORS_ALLOWED_ORIGINS", "http://localhost:5173").split(",")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE_PATH", BASE_DIR / "db.sqlite3"),
        # Consumers and views write concurrently: without these, SQLite answers "database is locked".
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
        # Notifications are pushed when the request's transaction commits, never before.
        "ATOMIC_REQUESTS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL")
# The layer blocks on Redis for 5 s at a time. redis-py 8 gives up on a read after 5 s unless told
# otherwise, which kills idle sockets: https://github.com/django/channels_redis/issues/422
REDIS_SOCKET_TIMEOUT = float(os.environ.get("REDIS_SOCKET_TIMEOUT", "30"))
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                "hosts": [{"address": REDIS_URL, "socket_timeout": REDIS_SOCKET_TIMEOUT}]
            },
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

USE_TZ = True
TIME_ZONE = "UTC"

# The published descriptions of this service leave three things open; installations differ in them.
#
# SNAPSHOT: what a connecting socket is sent.
#   recent  the latest notifications, read or not, then the unread count
#   unread  the latest unread notifications only, and nothing at all if there are none
# READ_RECEIPTS: who hears that a notification was read.
#   sender  the socket that asked
#   group   every socket of the user
# PUSH: what new_notification carries.
#   full    the same fields as the snapshot
#   slim    no priority and no job_id
SNAPSHOT = os.environ.get("SNAPSHOT", "recent")
READ_RECEIPTS = os.environ.get("READ_RECEIPTS", "sender")
PUSH = os.environ.get("PUSH", "full")
