"""Text that others wrote, made harmless where it is shown, linked or put into a file."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SENTENCE = 1_000  # characters
LONGEST_LABEL = 80
MARKS = frozenset(" .,:;()'’-–—%£&?!")
INERT = str.maketrans({"<": "‹", ">": "›", "`": "'"})


def inert(sentence: str) -> str:
    """``sentence`` without markup, links or control characters, on one line, of limited length.

    For answers that repeat what somebody wrote in a link or a file; made to be read, not parsed.
    """
    text = "".join(one if one.isprintable() else " " for one in sentence[: 2 * LONGEST_SENTENCE])
    text = text.translate(INERT).replace("](", "] (").replace("://", ": ").replace("www.", "www ")
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"


def plain_label(text: str) -> str:
    """``text`` as a design may be called: letters, digits and a few marks, at most 80 of them.

    It begins with a letter or digit, so that no spreadsheet takes it for a formula, and nothing
    in it looks like a link. What is plain already stays as it is; nothing may be left.
    """
    text = text[: 4 * LONGEST_LABEL]  # of what is far too long the rest is not looked at
    text = "".join(" " if one.isspace() else one for one in text)
    text = "".join(one for one in text if one in MARKS or unicodedata.category(one)[0] in "LMN")
    text = unicodedata.normalize("NFC", re.sub(r"(?<!\d)\.+(?=\w)|\.+(?=[^\W\d])", "", text))
    text = re.sub(r"^[\W_]+", "", " ".join(text.split()))
    return text[:LONGEST_LABEL].rstrip()


def file_stem(label: str) -> str:
    """A name for a file from a label: a to z, 0 to 9 and _; "design" where none of them is left."""
    letters = unicodedata.normalize("NFKD", label[:LONGEST_LABEL]).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "_", letters.decode().lower()).strip("_") or "design"
