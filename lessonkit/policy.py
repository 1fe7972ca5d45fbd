"""The Content-Security-Policy, stamped on every built page: readers' browsers talk to this host, and to no other.

It is not in the theme, since live reload needs an inline script that cannot be hashed.
"""

import base64
import hashlib
import re
from pathlib import Path

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
HEAD = '<meta charset="utf-8">'


def policy(page: str) -> str:
    """The policy of one page: its own files, KaTeX's inline styles, WebAssembly, and the theme's inline scripts by hash."""
    digests = {hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(page)}
    hashes = " ".join(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))
    return "; ".join([
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' {hashes}",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ])  # fmt: skip


def stamp_policy(site: Path) -> None:
    """Write the policy into every page of a built site that has none yet."""
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        if "Content-Security-Policy" not in page:
            meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
            path.write_text(page.replace(HEAD, HEAD + meta, 1), "utf-8")
