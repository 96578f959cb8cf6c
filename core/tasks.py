from celery import shared_task

from core import mail


@shared_task(name="core.send_mail")
def send_mail(mail_id: int) -> None:
    mail.send(mail_id=mail_id)


@shared_task(name="core.sweep_mail")
def sweep_mail() -> None:
    mail.sweep()
