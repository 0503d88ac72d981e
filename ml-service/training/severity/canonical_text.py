"""A message as the model reads it: the peer of `ml-service/src/adapters/onnx/severity_text.ts`, word for word.

Templates, lines, and formats of source code come out alike: what varies is `*`, and joined words stand apart.
"""

import re

LONGEST = 512
HOLE = re.compile(r"<[^<>\s]{1,60}>|%\([A-Za-z0-9_.]+\)[a-z]|%[-+#0-9.]*(?:ll|l|z|h)?[sdiuxXpfgc](?![A-Za-z])|\$?\{[^{}]{0,60}\}")
WORD = re.compile(r"[A-Za-z0-9_.:/@+-]*[0-9][A-Za-z0-9_.:/@+-]*")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
HOLES = re.compile(r"\*(?:[^A-Za-z*]{0,3}\*)+")
# A third of a word being digits, it is a value: `blk_42`, `10.0.0.1:80`; but not `ipv6`.
SHARE = 3


def canonical_text(text: str) -> str:
    text = HOLE.sub("*", text[:LONGEST])
    text = WORD.sub(lambda word: "*" if SHARE * sum(c in "0123456789" for c in word[0]) >= len(word[0]) else word[0], text)
    text = HUMP.sub(" ", text)
    return " ".join(HOLES.sub("*", text).split())
