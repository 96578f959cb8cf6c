from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.clauses import anchored, cook_clauses, parse_clauses
from governance.documents.rules import may_tend
from governance.events import PolicyTranslated
from governance.models import PolicyTranslation, PolicyVersion
from spaces.models import Language


@transaction.atomic
def translate_policy(
    *,
    member: Member,
    version: PolicyVersion,
    language: str,
    title: str,
    source: str,
    summary: str = "",
) -> PolicyTranslation:
    """Lay a translation beside a version; one that was there in this language is replaced and kept.

    Clauses stand under the same anchors as in the version, so it must have as many. Raises NotAllowed, ValidationError.
    """
    demand(may_tend(member, version.policy))
    check_translation(version, language, source)
    PolicyVersion.objects.select_for_update().get(pk=version.pk)
    now = version.translations.current().filter(language=language).first()
    made = {"title": title.strip(), "source": source, "summary": summary}
    if now and made == {"title": now.title, "source": now.source, "summary": now.summary}:
        return now
    version.translations.current().filter(language=language).update(replaced_at=Now())
    anchors = [each.anchor for each in version.clauses]
    translation = PolicyTranslation.objects.create(
        version=version,
        language=language,
        html=cook_clauses(anchored(source, anchors)),
        by=member,
        **made,
    )
    publish(
        PolicyTranslated(
            translation_id=translation.pk, policy_id=version.policy_id, by_id=member.pk
        )
    )
    return translation


def check_translation(version: PolicyVersion, language: str, source: str) -> None:
    """Into another language, clause for clause. Raises ValidationError with the form's field."""
    if language == version.policy.language or language == Language.OTHER:
        raise ValidationError({"language": _("Choose the language it is translated into.")})
    mine, theirs = len(parse_clauses(source)), len(version.clauses)
    if mine != theirs:
        raise ValidationError(
            {
                "source": _(
                    "The text has %(theirs)d clauses and this has %(mine)d. Begin each with a line such as “## 3. Links”, so "
                    "that a link to a clause finds it in every language."
                )
                % {"theirs": theirs, "mine": mine}
            }
        )
