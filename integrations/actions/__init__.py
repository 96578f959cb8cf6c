from integrations.actions.check_dump import Findings, check_dump
from integrations.actions.import_dump import import_dump
from integrations.actions.open_source import SourceRefused, open_source

__all__ = ["Findings", "SourceRefused", "check_dump", "import_dump", "open_source"]
