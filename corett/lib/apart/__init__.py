"""Work on what somebody brought, in a process that holds no secret and can do nothing else."""

from corett.lib.apart.calling import Exhausted, Failed, Server
from corett.lib.apart.limits import Limits, confine

__all__ = ["Exhausted", "Failed", "Limits", "Server", "confine"]
