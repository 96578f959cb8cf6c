from integrations.models.imported_member import ImportedMember
from integrations.models.imported_post import ImportedPost
from integrations.models.run import ImportRun
from integrations.models.source import ImportSource

__all__ = ["ImportRun", "ImportSource", "ImportedMember", "ImportedPost"]
