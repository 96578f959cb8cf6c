"""What each address may name: the arguments with which the world can build it."""

from taggit.models import Tag

from accounts.actions import cancel_deletion, make_export, request_deletion, request_export
from accounts.models import Consent, Export, Member, Purpose
from accounts.privacy.belongings import sections
from accounts.privacy.deletion_mails import staying_path
from accounts.waiting.claiming import claim_path
from analytics.models import Lead, Note, SavedView, SupportIntent, SurveyAnswer
from forums.models import BoardAccess, TagChange
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url
from support.boxes import carry_path
from support.following import follow_path
from tests.world.desk import addresses_of_the_desk
from tests.world.walking import World, url_names


def made_export(member: Member) -> Export:
    export = request_export(member=member)
    assert make_export(export_id=export.pk)
    return export


def staying_token(member: Member) -> str:
    """The address in the mail about a deletion that was called off."""
    deletion = request_deletion(member=member, takes_posts=False)
    cancel_deletion(deletion=deletion)
    return staying_path(deletion).rstrip("/").split("/")[-1]


def surveyed(w: World) -> SurveyAnswer:
    """What somebody was asked about the page they read; to all others it is not there."""
    consent = Consent.objects.in_force().get(member=w.insider, purpose=Purpose.ANALYTICS)
    return SurveyAnswer.objects.create(consent=consent, member=w.insider, topic=w.topic)


def name_everything(w: World) -> None:
    """Short names for what tests ask for, and every address with all that it may be about."""
    w.facts |= {
        "topic": w.topic, "reply": w.answered, "private": w.private, "private_reply": w.private_reply,
        "hidden_reply": w.hidden_reply, "deleted_reply": w.deleted_reply, "hidden_topic": w.hidden_topic,
        "deleted_topic": w.deleted_topic, "article": w.article, "draft": w.draft, "proposal": w.proposal,
        "enquiry": w.enquiry, "case": w.case, "visitors_case": w.visitors, "upload": w.upload, "file": w.file,
        "reported": w.reported, "receipt": w.receipt, "board": w.board, "space": w.space, "act": w.act,
    }  # fmt: skip

    topics = [
        {"topic_id": each.pk}
        for each in (w.topic, w.private, w.hidden_topic, w.deleted_topic, w.closed, w.below)
    ]
    posts = [
        {"post_id": each.pk}
        for each in (
            w.answered, w.private_reply, w.hidden_reply, w.deleted_reply, w.reported, w.private_picture,
            w.hidden_topic.posts.get(), w.deleted_topic.posts.get(), w.private.posts.get(number=1),
            w.topic.posts.get(number=1), w.closed_reply, w.below.posts.get(number=1),
            w.closed.posts.get(number=1),
        )
    ]  # fmt: skip
    people = [{"handle": each.handle} for each in w.everybody.values()]
    cases = [{"number": w.case.number}, {"number": w.visitors.number}]
    timers = [{"timer_id": each.pk} for each in (w.timer, w.private_timer)]
    curations = [{"curation_id": each.pk} for each in (w.pinned, w.retagged, w.council_retagged)]
    acts = [{"act_id": each.pk} for each in (w.act, w.private_act)]
    enquiries = [{"enquiry_id": each.pk} for each in (w.enquiry, w.private_enquiry)]
    offered = [
        {"enquiry_id": each.pk, "offered_id": each.offered.get().pk}
        for each in (w.enquiry, w.private_enquiry)
    ]
    pair = [{"slug": w.article.slug}, {"slug": w.draft.slug}]
    files = [{"slug": w.asset.slug}, {"slug": w.private_asset.slug}]
    policies = [{"slug": each.policy.slug} for each in (w.proposal, w.private_discussed)]
    by_app = {
        "topic_id": topics,
        "post_id": posts,
        "handle": people,
        "number": cases,
        "act_id": acts,
        "curation_id": curations,
        "timer_id": timers,
        "revision_id": [{"revision_id": each.pk} for each in w.earlier],
    }
    w.args = {
        "accounts:kept_act": [{"key": str(w.waiting.pk)}],
        "accounts:claim": [{"token": claim_path(w.claim).rstrip("/").split("/")[-1]}],
        "spaces:brand_look": [{"version": 1}],
        "spaces:space_look": [{"slug": each.slug, "version": 1} for each in (w.space, w.private_space)],
        "spaces:studio_space": [{"slug": each.slug} for each in (w.space, w.private_space)],
        "accounts:question": [{"question_id": w.question.pk}],
        "accounts:question_edit": [{"question_id": w.question.pk}],
        "spaces:role_withdrawal": [
            {"where": "everywhere", "grant_id": w.manager.role_grants.get().pk},
            {"where": "space", "grant_id": w.evangelist.space_roles.get().pk},
        ],
        **{
            f"forums:{name}": [{"space": each.slug} for each in (w.space, w.private_space)]
            for name in ("boards", "board_new")
        },
        **{
            f"forums:board_{name}": [
                {"space": each.space.slug, "board": each.slug}
                for each in (w.board, w.council, w.minutes, w.private_board)
            ]
            for name in ("edit", "archive", "deletion", "readers")
        },
        "forums:board_reader_end": [
            {"space": w.space.slug, "board": "council", "access_id": each.pk}
            for each in BoardAccess.objects.all()
        ],
        "forums:tag_change_undo": [{"change_id": each.pk} for each in TagChange.objects.all()],
        **{
            f"forums:{name}": [{"slug": each.slug} for each in Tag.objects.order_by("name")]
            for name in ("tag_edit", "tag_synonyms", "tag_deletion")
        },
        "forums:tag": [
            {"slug": each.slug} for each in Tag.objects.order_by("name") if "open" in each.name
        ] + [{"slug": each.slug} for each in Tag.objects.order_by("name")],
        "forums:space": [{"space": each.slug} for each in (w.space, w.private_space)],
        **{f"forums:{name}": [{"space": each.slug} for each in (w.space, w.private_space)]
           for name in ("space_roadmap", "space_ideas", "announce")},
        **{f"forums:{name}": [{"topic_id": each.pk} for each in (w.idea, w.private, w.hidden_topic)]
           for name in ("idea_status", "idea_answer", "idea_vote", "poll_new")},
        "forums:board": [
            {"space": each.space.slug, "board": each.slug} for each in (w.board, w.private_board, w.council, w.minutes)
        ],
        "forums:topic": [
            {"topic_id": each.pk, "slug": each.slug}
            for each in (w.topic, w.private, w.hidden_topic, w.deleted_topic, w.closed, w.below)
        ],
        "forums:list_feed": [{"form": form} for form in ("atom", "json")],
        "forums:topic_feed": [
            {"topic_id": each.pk, "form": form}
            for each in (w.topic, w.private, w.hidden_topic, w.deleted_topic, w.closed, w.below)
            for form in ("atom", "json")
        ],
        "sitemap_part": [{"section": each} for each in ("topics-0", "boards", "articles")],
        "forums:top_of": [{"period": "week"}],
        "forums:all_read_undo": [{"mark_id": w.marked.pk}],
        "content:article": pair, "content:article_edit": pair, "content:publication": pair,
        "content:asset": files, "content:asset_file": files, "content:asset_withdrawal": files,
        "content:space_feed": [{"space": each.slug} for each in (w.space, w.private_space)],
        **{f"governance:policy{name}": policies
           for name in ("", "_acceptance", "_acceptances", "_acceptances_file", "_comparison", "_history", "_translations")},
        **{f"governance:{name}": [w.clause, w.private_clause]
           for name in ("clause", "amendment_new", "clause_answer", "argument_pin")},
        **{f"governance:amendment{name}": [{"amendment_id": each.pk} for each in (w.amendment, w.private_amendment)]
           for name in ("", "_support", "_withdrawal")},
        "governance:argument_end": [{"argument_id": each.pk} for each in (w.argument, w.private_argument)],
        "governance:revision_new": [
            {"proposal_id": each["proposal_id"], "text_id": each["text_id"]} for each in (w.clause, w.private_clause)
        ],
        "governance:revisions": [{"proposal_id": each.pk} for each in (w.discussed, w.private_discussed)],
        "governance:roll_objection_answer": [{"proposal_id": w.proposal.pk, "objection_id": w.objection.pk}],
        "governance:published_list": [{"proposal_id": w.proposal.pk, "number": 1}],
        "governance:option_withdrawal": [{"proposal_id": w.proposal.pk, "position": 1}],
        "governance:policy_feed": [{**each, "form": form} for each in policies for form in ("atom", "json")],
        "governance:policy_translation": [{**each, "language": "de"} for each in policies],
        "governance:proposal_new": policies,
        "governance:version": [{**each, "number": 1} for each in policies],
        "notifications:notification": [
            {"notification_id": pk} for pk in Notification.objects.order_by("pk").values_list("pk", flat=True)
        ],
        "notifications:unsubscribe": [{"token": unsubscribe_url(w.member).rstrip("/").split("/")[-1]}],
        "support:enquiry": enquiries, "support:solved": enquiries, "support:send": enquiries,
        "support:question": enquiries,
        "support:answer": offered, "support:not_quite": offered,
        **{f"support:box_{name}": [{"token": w.visit.token}] for name in ("visit", "answers", "solved", "send")},
        **{f"support:box_{name}": [{"token": w.visit.token, "offered_id": w.boxed.offered.get().pk}]
           for name in ("answer", "not_quite")},
        "support:carry": [{"token": carry_path(w.boxed.pk).rstrip("/").split("/")[-1]}],
        "support:product": [{"slug": w.product.slug}],
        "support:site_removal": [{"site_id": w.site.pk}],
        "support:follow": [{"token": follow_path(w.visitors).rstrip("/").split("/")[-1]}],
        **(desk := addresses_of_the_desk(w)),
        "uploads:file": [
            {"pk": str(w.file.pk), "size": str(w.file.bytes), "name": w.file.plain_name}, *desk["uploads:file"]
        ],
        "uploads:deletion": [{"pk": str(w.file.pk)}],
        "uploads:picture": [{"pk": str(w.upload.pk), "size": f"{w.upload.width}x{w.upload.height}"}],
        "analytics:intent": [
            {"intent_id": pk} for pk in SupportIntent.objects.order_by("pk").values_list("pk", flat=True)
        ],
        "analytics:survey_topic": [{"topic_id": each.pk} for each in (w.topic, w.private, w.hidden_topic)],
        "analytics:survey_article": pair,
        "analytics:survey_answer": [{"survey_id": surveyed(w).pk}],
        "analytics:note": [{"note_id": Note.objects.create(day="2026-01-05", words="Price change").pk}],
        "analytics:saved_view": [
            {"view_id": SavedView.objects.create(member=w.executive, name="Mine", address="/insights/").pk}
        ],
        **{
            f"analytics:health_{name}": [{"slug": each.slug} for each in (w.space, w.private_space)]
            for name in ("space", "posts", "posts_csv", "absence", "absence_topics", "absence_csv")
        },
        **{
            f"analytics:split{name}": [{"slug": each.slug} for each in (w.space, w.private_space)]
            for name in ("", "_proposal", "_value_table", "_value_rows", "_value_csv")
        },
        **{
            f"analytics:split{name}": [
                {"slug": each.space.slug, "split_id": each.pk}
                for each in (w.done_split, w.split, w.private_split)
            ]
            for name in ("_record", "_undo")
        },
        "analytics:split_part": [
            {"slug": each.space.slug, "split_id": each.pk, "number": 1}
            for each in (w.split, w.private_split)
        ],
        **{
            f"analytics:alarm{name}": [{"alarm_id": each.pk} for each in (w.alarm, w.private_alarm)]
            for name in ("", "_grade", "_grade_end", "_topics", "_topics_csv", "_flash", "_flash_end")
        },
        "analytics:leads_table": [{"table": each} for each in ("stages", "ways", "sources", "first", "steps")],
        "analytics:lead": [{"lead_id": pk} for pk in Lead.objects.values_list("pk", flat=True)],
        **{
            f"analytics:{name}": [{"report_id": w.report.pk}]
            for name in ("report", "report_edit", "report_csv", "report_pdf", "report_schedules", "report_send")
        },
        "analytics:report_schedule": [{"schedule_id": w.schedule.pk}],
        "analytics:report_delivery": [{"delivery_id": w.delivery.pk}],
        "analytics:figure_owner": [{"name": "saved"}, {"name": "contacts"}],
        "analytics:assumption": [
            {"name": name}
            for name in (
                "cost_per_contact", "waiting_window", "half_life", "programme_cost", "staff_hours", "hour_cost",
            )
        ],
        "accounts:known_section": [{"key": section.key} for section in sections()],
        "accounts:export_file": [{"export_id": made_export(w.member).pk}],
        "accounts:staying": [{"token": staying_token(w.member)}],
        **{f"integrations:case_file{name}": [{"run_id": w.case_import.pk}] for name in ("", "_bad", "_removal")},
        "integrations:connection_new": [{"kind": "zendesk"}],
        **{f"integrations:connection{name}": [{"slug": w.help_desk.slug}]
           for name in ("", "_test", "_switch", "_removal")},
        **{f"integrations:{name}_hook": [{"key": w.help_desk.hook_key}] for name in ("mail", "desk")},
        "integrations:moved_question": ["/questions/1/why/3", "/questions/2/why/4", "/questions/2"],
        "integrations:moved_question_short": [{"old_id": 1}, {"old_id": 2}],
        "integrations:moved_answer": [{"old_id": 3}, {"old_id": 4}],
        "accounts:provider_picture": [{"account_id": 0}],
        "account_reset_password_from_key": [{"uidb36": "1", "key": "set-password"}],
        "accounts:invitation": [{"token": w.invitation[1]}],
        "accounts:invitation_list": [{"batch_id": w.batch.pk}],
        "accounts:invitation_list_errors": [{"batch_id": w.batch.pk}],
        "accounts:invitation_revocation": [{"invitation_id": w.invitation[0].pk}],
        "mfa_edit_webauthn": [{"pk": 1}],
        "mfa_remove_webauthn": [{"pk": 1}],
        "accounts:session_end": [{"pk": 1}],
        "openid_connect_login": [{"provider_id": "company"}],
        "openid_connect_callback": [{"provider_id": "company"}],
        "accounts:provider_new": [{"kind": "google"}],
        **{f"accounts:provider{name}": [{"slug": w.way_in.slug}]
           for name in ("", "_test", "_switch", "_order", "_removal")},
        **{f"saml_{name}": [{"organization_slug": "company"}]
           for name in ("acs", "finish_acs", "sls", "metadata", "login")},
    }  # fmt: skip
    for name, pattern in url_names().items():
        wanted = set(pattern.pattern.converters)
        if name in w.args or not wanted:
            continue
        if wanted == {"proposal_id"}:
            w.args[name] = [{"proposal_id": each.pk} for each in (w.proposal, w.private_discussed)]
        elif len(wanted) == 1 and (rows := by_app.get(next(iter(wanted)))):
            w.args[name] = rows
