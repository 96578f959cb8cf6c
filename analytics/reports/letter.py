"""The mail with a report in it: words, pictures where they belong, and the report as PDF and CSV."""

from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from analytics.exports import csv_pieces
from analytics.models import ReportDelivery
from analytics.reports import table
from analytics.reports.contents import Contents
from analytics.reports.paper import pdf_of, picture_of
from analytics.reports.wording import absolute, days_of, in_text, left_out_words, words_of
from core.lines import one_line
from notifications.colour import brand_colour
from spaces.queries import current_brand


def letter_of(delivery: ReportDelivery, found: Contents) -> EmailMessage:
    """multipart/mixed: (alternative: text, (related: HTML and its pictures)), PDF, CSV."""
    brand = current_brand()
    colour = brand_colour(brand)
    sections = [
        {"section": each, "words": words_of(each), "link": absolute(each.link), "text": in_text(each), "cid": f"chart-{index}"}
        for index, each in enumerate(found.sections)
    ]  # fmt: skip
    subject = one_line(f"{found.report.name}: {days_of(found.period)}")
    context = {
        "brand": brand, "colour": colour, "subject": subject, "found": found, "days": days_of(found.period),
        "sections": sections, "left_out": left_out_words(found),
        "report_url": absolute(reverse("analytics:report", args=[found.report.pk])),
    }  # fmt: skip
    message = _headed(delivery, subject)
    message.set_content(render_to_string("emails/report.txt", context))
    message.add_alternative(render_to_string("emails/report.html", context), subtype="html")
    pages = message.get_payload()[1]  # type: ignore[index]
    for index, each in enumerate(found.sections):
        if each.drawing is None:
            continue
        pages.add_related(  # type: ignore[union-attr]
            picture_of(each.drawing, colour), "image", "png",
            cid=f"<chart-{index}>", filename=f"chart-{index + 1}.png", disposition="inline",
        )  # fmt: skip
    name = f"report-{found.period.first}-{found.period.last}"
    message.add_attachment(pdf_of(found), "application", "pdf", filename=f"{name}.pdf")
    lines = "".join(csv_pieces(table.HEAD, table.rows(found), table.remarks(found)))
    message.add_attachment(
        lines.encode(), "text", "csv", filename=f"{name}.csv", params={"charset": "utf-8"}
    )
    return message


def _headed(delivery: ReportDelivery, subject: str) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = delivery.reader.email
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<hearth-report-{delivery.pk}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    return message
