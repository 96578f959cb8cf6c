"""Mail: every message is a row first, in the transaction of what it tells of; a job sends the rows over SMTP."""

from core.mail.outbox import OutboxBackend, send_mail_once
from core.mail.sending import send, sweep

__all__ = ["OutboxBackend", "send", "send_mail_once", "sweep"]
