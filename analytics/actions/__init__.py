from analytics.actions.consent import adopt_touches, forget_person, recount_member
from analytics.actions.forget_member import forget_member
from analytics.actions.freeze_months import freeze_months
from analytics.actions.gather import arrange, gather
from analytics.actions.name_owner import name_owner
from analytics.actions.note_download import note_download
from analytics.actions.notes import take_back_note, write_note
from analytics.actions.rebuild import rebuild
from analytics.actions.record_goal import record_goal
from analytics.actions.report import drop_report, save_report
from analytics.actions.report_mail import (
    retry_delivery,
    schedule_report,
    send_report_now,
    stop_schedule,
)
from analytics.actions.restate_months import restate_months
from analytics.actions.saved_views import forget_view, save_view
from analytics.actions.set_assumption import set_assumption
from analytics.actions.set_customers import set_customers
from analytics.actions.settle_answers import settle_answers
from analytics.actions.survey import answer_survey, ask_reader
from analytics.actions.tend_leads import tend_leads
from analytics.actions.trace_lead import trace_leads
from analytics.actions.write_touches import write_touches

__all__ = [
    "drop_report",
    "retry_delivery",
    "save_report",
    "schedule_report",
    "send_report_now",
    "stop_schedule",
    "name_owner",
    "note_download",
    "adopt_touches",
    "answer_survey",
    "arrange",
    "ask_reader",
    "forget_member",
    "forget_person",
    "forget_view",
    "freeze_months",
    "gather",
    "rebuild",
    "recount_member",
    "record_goal",
    "restate_months",
    "save_view",
    "set_assumption",
    "set_customers",
    "settle_answers",
    "take_back_note",
    "tend_leads",
    "trace_leads",
    "write_note",
    "write_touches",
]
