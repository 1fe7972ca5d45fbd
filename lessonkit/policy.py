"""The Content-Security-Policy: readers' browsers talk to this host, and to no other."""

import base64
import hashlib
import re

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
HEAD = re.compile(r"<head[^>]*>")
RULES = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval' {hashes}",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",  # KaTeX sets sizes so
    "img-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)


def policy(page: str) -> str:
    """The policy of one page: its own files, WebAssembly, and its inline scripts by their hash."""
    scripts = set(INLINE_SCRIPT.findall(page))
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()) for script in scripts)
    hashes = " ".join(sorted(f"'sha256-{digest.decode()}'" for digest in digests))
    return "; ".join(RULES).format(hashes=hashes)


def with_policy(page: str) -> str:
    """A page with its policy first in its head. Raises ValueError where it has no head."""
    head = HEAD.search(page)
    if head is None:
        raise ValueError("this page has no <head> to put the Content-Security-Policy into")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return page[: head.end()] + meta + page[head.end() :]
