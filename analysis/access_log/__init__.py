"""The access log of a design: drawn from its contacts, with planted misuse of known kinds."""

from analysis.access_log.folder import Log, open_log
from analysis.access_log.write import AccessLog, write_access_log

__all__ = ["AccessLog", "Log", "open_log", "write_access_log"]
