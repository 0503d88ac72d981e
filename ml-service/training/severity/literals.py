"""What a log statement says, read from the source code of its arguments in any of the languages that are mined.

A string is what it says; what is put into it is `<*>`, whether by a format, by interpolation or by concatenation.
"""

import re

LONGEST_CALL, LONGEST_MESSAGE = 1500, 512
HOLE = "<*>"

STRING = re.compile(
    r'(?P<prefix>\b[A-Za-z]{1,2})?(?:"""(?P<t>.*?)"""|\'\'\'(?P<u>.*?)\'\'\'|r#"(?P<r>.*?)"#|"(?P<d>(?:[^"\\\n]|\\.)*)"'
    r"|'(?P<s>(?:[^'\\\n]|\\.)*)'|`(?P<b>[^`]*)`)",
    re.S,
)
# printf, Erlang, and what stands in braces.
FORMATS = re.compile(
    r"%\([\w.]+\)[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|%[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|q|j|z|t|L)?"
    r"(?:p[A-Za-z0-9]{0,4}|[diouxXeEfFgGcrsatvTqmwUbn])(?![a-z]{2})|~\d*[.\d]*(?:t?[pswaPWe])"
)
BRACES = re.compile(r"#?\$?\{[^{}]*\}|\$[A-Za-z_]\w*")
ESCAPE = re.compile(r"\\(?:[ntrabfv0]|x[0-9a-fA-F]{2}|u\{?[0-9a-fA-F]{4}\}?|\n\s*)")
LEVEL_WORD = re.compile(
    r"^\W{0,3}(?:fatal(?: error)?|critical|crit|error|err|warning|warn|notice|info|debug|panic|alert|emerg)\W{0,2}(?::|\]|!| - )\W*",
    re.I,
)
WORD = re.compile(r"[A-Za-z][A-Za-z']+")
HALF = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def arguments(source: str, start: int) -> list[str] | None:
    """The arguments of the call whose parenthesis opens before `start`, as they are written; None where it does not end."""
    depth, at, begun, found = 1, start, start, []
    end = min(len(source), start + LONGEST_CALL)
    while at < end:
        character = source[at]
        if character in "\"'`" or (character == "r" and source.startswith('r#"', at)):
            string = STRING.match(source, at)
            if string is None:
                at += 1
                continue
            at = string.end()
            continue
        if character == "/" and source.startswith("//", at):
            at = source.find("\n", at)
            if at == -1:
                return None
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                found.append(source[begun:at])
                return found
        elif character == "," and depth == 1:
            found.append(source[begun:at])
            begun = at + 1
        at += 1
    return None


def said(argument: str) -> str | None:
    """What one argument says; None where it has no string."""
    argument = argument.strip()
    wrapped = re.match(r"^[A-Za-z_$][\w.$:!]*\s*\(", argument)
    if wrapped is not None:
        inner = arguments(argument, wrapped.end())
        for one in inner or []:
            text = said(one)
            if text is not None:
                return text
        if inner is not None:
            return None
    if re.match(r"^(\(\)|\w+)\s*(->|=>)", argument):
        argument = argument.split(">", 1)[1]
    strings = list(STRING.finditer(argument))
    if not strings:
        return None
    parts, last = [], 0
    for string in strings:
        between = argument[last : string.start()].strip(" \t\r\n\\+.,()<&|")
        if parts and re.match(r"\s*(%|\.format|\.formatted)", argument[last:]):
            return "".join(parts)
        if "?" in between or " if " in between:
            return None
        if between:
            parts.append(f" {HOLE} " if parts and parts[-1][-1:].isspace() else HOLE)
        parts.append(text_of(string))
        last = string.end()
    rest = argument[last:].strip(" \t\r\n\\+.,()")
    if " if " in rest or "?" in rest:
        return None
    if rest and not re.match(r"\s*(%|\.format|\.formatted|\.\w+\()", argument[last:]):
        parts.append(HOLE)
    return "".join(parts)


def text_of(string: re.Match[str]) -> str:
    groups = string.groupdict()
    text = next(groups[name] for name in "turdsb" if groups[name] is not None)
    return BRACES.sub(HOLE, text.replace("{{", "(").replace("}}", ")"))


def message_of(text: str) -> str | None:
    """As the model is asked for it; None where it says too little to learn from."""
    text = ESCAPE.sub(" ", text).replace('\\"', '"').replace("\\'", "'").replace("%%", "%").replace("\\\\", "\\")
    text = FORMATS.sub(HOLE, text)
    text = " ".join(re.sub(r"(?:<\*>){2,}", HOLE, text).split())
    text = LEVEL_WORD.sub("", text).strip()[:LONGEST_MESSAGE]
    words = WORD.findall(text.replace(HOLE, " "))
    if len(words) < 2 or sum(map(len, words)) < 8 or sum(map(len, words)) < 0.35 * len(text.replace(HOLE, "")):
        return None
    return text


def key_of(message: str) -> str:
    """The same for messages that differ in case, numbers, marks and holes only."""
    return " ".join(word.lower() for word in WORD.findall(message.replace(HOLE, " ")))
