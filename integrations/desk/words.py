"""A case as a desk is told of it: everything its customer said, saw and read, so that nobody explains twice."""

from django.utils.translation import gettext as _

from support.following import full_address
from support.models import Case, OfferedAnswer


def story(case: Case) -> str:
    """The whole conversation as plain text, without the notes of agents."""
    parts = [case.body]
    for message in case.messages.for_customer().oldest_first():
        who = _("We answered") if message.is_from_company else _("The customer wrote")
        parts.append(f"[{who}, {message.created_at:%Y-%m-%d %H:%M} UTC]\n{message.text}")
    facts = []
    if case.product:
        facts.append(_("Product: %s") % case.product.name)
    if case.order:
        facts.append(_("Order: %s") % case.order)
    if case.enquiry_id:
        facts += [_seen(each) for each in _offered(case)]
    facts.append(_("In the community: %s") % full_address(case.get_absolute_url()))
    return "\n\n".join([*parts, "\n".join(facts)])


def _offered(case: Case) -> list[OfferedAnswer]:
    rows = OfferedAnswer.objects.filter(enquiry=case.enquiry_id)
    return list(rows.select_related("topic", "article").order_by("offered_at", "id")[:10])


def _seen(answer: OfferedAnswer) -> str:
    title = answer.topic.title if answer.topic else answer.article.title if answer.article else ""
    words = _("Read already: %s") if answer.opened_at else _("Was shown: %s")
    return words % title


def asker(case: Case) -> tuple[str, str]:
    """Name and address of the customer; the address may be unknown."""
    if case.member:
        return case.member.name or case.member.handle, case.member.email
    return case.name or case.email, case.email
