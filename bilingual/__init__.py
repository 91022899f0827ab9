"""French news into English briefs: local translation, checked sentence by sentence."""

__version__ = "0.1.0"
