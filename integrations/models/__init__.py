from integrations.models.case_import import BadRow, CaseImport
from integrations.models.connection import DeskConnection
from integrations.models.hand_over import HandOver
from integrations.models.hook_call import HookCall
from integrations.models.imported_member import ImportedMember
from integrations.models.imported_post import ImportedPost
from integrations.models.inbound_mail import InboundMail
from integrations.models.run import ImportRun
from integrations.models.source import ImportSource

__all__ = [
    "BadRow",
    "CaseImport",
    "DeskConnection",
    "HandOver",
    "HookCall",
    "ImportRun",
    "ImportSource",
    "ImportedMember",
    "ImportedPost",
    "InboundMail",
]
