"""What can be printed: signs that the typesetter's own typefaces have."""

from __future__ import annotations

import re
import unicodedata

#: European and Caucasian scripts, Hebrew, the letters of Arabic, punctuation, money, arrows and figures. Other scripts
#: and small pictures have no typeface here, and a PDF with a sign that nobody can read is not accessible.
_UNPRINTABLE = re.compile(
    r"[^\u0020-\u007e\u00a0-\u04ff\u0531-\u058a\u05d0-\u05ea\u0621-\u063a\u0641-\u0652\u1e00-\u1fff\u2010-\u203e"
    r"\u20a0-\u20bf\u2100-\u210f\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff]+"
)


def printable(text: str) -> str:
    """A text of somebody's own without the signs that can't be printed."""
    known = "".join(sign for sign in _UNPRINTABLE.sub(" ", text) if unicodedata.category(sign) != "Cn")
    return " ".join(known.split())
