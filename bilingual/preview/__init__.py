"""A folder in the browser: served on this machine only, and shown anew when a file changes.

The files stay as they are. Pages get a small script at their end as they are sent, and where a page
forbids scripts its policy is sent with that one script allowed, by its hash. Other machines, other
host names (a page elsewhere whose name was made to point here), paths and links out of the folder,
hidden files and all methods but GET and HEAD are refused. Nothing is printed.
"""

from __future__ import annotations

from bilingual.preview.server import PreviewServer, serve

__all__ = ["PreviewServer", "serve"]
