"""The models' regular expressions, which are Java's, in Python's words."""

import re
import sys
import unicodedata
import warnings
from collections import defaultdict
from functools import cache

#: Java's POSIX classes, which are ASCII, as Python writes them in a character class.
POSIX = {
    "ASCII": r"\x00-\x7f",
    "Alnum": "a-zA-Z0-9",
    "Alpha": "a-zA-Z",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "Digit": "0-9",
    "Graph": r"\x21-\x7e",
    "Print": r"\x20-\x7e",
    "Punct": r"!-/:-@\[-`{-~",
    "Upper": "A-Z",
    "XDigit": "0-9a-fA-F",
    "all": r"\x00-\U0010ffff",
}
BINARY = {"IsAlphabetic": "L", "IsWhitespace": "Z", "LD": "L"}


@cache
def compiled(pattern):
    """None: it is no expression in either language, or one that only Java knows."""
    if "&&" in pattern:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # A dot stands for a line feed as well: the models do not say, and texts of several lines exist.
            return re.compile(_in_python(pattern), re.ASCII | re.DOTALL)
    except re.error:
        return None


def _in_python(pattern):
    pattern = pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010ffff").replace(r"\z", r"\Z")
    pattern = re.sub(r"\\x\{([0-9a-fA-F]+)\}", lambda match: re.escape(chr(int(match[1], 16))), pattern)
    # After a class, a hyphen is itself; Python takes it for the middle of a range.
    pattern = re.sub(r"(\\[dswp](?:\{\w+\})?)-(?=[^\]])", r"\1\\-", pattern)
    pattern = re.sub(r"^\^\(\?i\)", "(?i)^", pattern)
    inside = False
    words = []
    for word in re.findall(r"\\[pP]\{\w+\}|\\.|.", pattern, re.DOTALL):
        if word in "[]":
            inside = word == "["
        words.append(_class(word, inside) if word[:2] in (r"\p", r"\P") else word)
    return "".join(words)


def _class(word, inside):
    name = word[3:-1]
    negated = word[1] == "P"
    characters = POSIX.get(name) or "".join(_ranges(BINARY.get(name, name), negated))
    if name in POSIX and negated:
        raise re.error(f"{word} is not translated")
    return characters if inside else f"[{characters}]"


def _ranges(category, negated):
    """Of a general category: a letter, or one with its subdivision."""
    wanted = [ranges for name, ranges in _categories().items() if name.startswith(category) != negated]
    if not wanted:
        raise re.error(f"no category {category}")
    return [part for ranges in wanted for part in ranges]


@cache
def _categories():
    categories = defaultdict(list)
    start = 0
    for code in range(1, sys.maxunicode + 2):
        last = unicodedata.category(chr(start))
        if code > sys.maxunicode or unicodedata.category(chr(code)) != last:
            categories[last].append(rf"\U{start:08x}-\U{code - 1:08x}")
            start = code
    return categories
