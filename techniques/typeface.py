"""What can be printed: signs that the typesetter's own typefaces have."""

from __future__ import annotations

import re
import unicodedata

#: European and Caucasian scripts, Hebrew, the letters of Arabic, punctuation, money, arrows and figures; no marks that
#: lie over a letter. Other scripts and small pictures have no typeface here, and a PDF with a sign that nobody can read
#: is not accessible.
_UNPRINTABLE = re.compile(
    r"[^\u0020-\u007e\u00a0-\u0333\u0339-\u04ff\u0531-\u058a\u05d0-\u05ea\u0621-\u063a\u0641-\u0652\u1e00-\u1fff"
    r"\u2010-\u203e\u20a0-\u20bf\u2100-\u210f\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff]"
)
#: What stands for a word that can't be printed.
GONE = "…"


def printable(text: str) -> str:
    """A text of somebody's own as far as it can be printed: small pictures go, and a word of which a letter can't be
    printed makes way for an ellipsis, rather than be spelt wrong. Nothing where nothing is left."""
    words = [word for word in map(_word, text.split()) if word]
    return " ".join(words) if set(words) - {GONE} else ""


def _word(word: str) -> str:
    lost = [sign for sign in word if _UNPRINTABLE.match(sign) or unicodedata.category(sign) == "Cn"]
    if any(unicodedata.category(sign)[0] in "LM" for sign in lost):
        return GONE
    return "".join(sign for sign in word if sign not in lost)
