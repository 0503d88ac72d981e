#!/usr/bin/env python3
"""Mines (message, level) pairs from the log statements of the source packages that `fetch_sources.py` fetched.

    python mine.py FOLDER TARGET

TARGET gets a file for each system that it lacks or that got a package since. Each row has the system, the level that the
statement names, what it says (`literals.py`), the call that says it with the level as it is written, and the file.
"""

import csv
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from literals import arguments, message_of, said

PROCESSES = 2
LARGEST_FILE = 2 << 20
LONGEST_NAME = 100
LANGUAGES = {
    ".java": "java", ".scala": "java", ".kt": "java", ".groovy": "java",
    ".py": "python", ".go": "go", ".rs": "rust", ".erl": "erlang",
    ".js": "script", ".ts": "script", ".mjs": "script", ".rb": "script",
    ".c": "c", ".h": "c", ".cc": "c", ".cpp": "c", ".hpp": "c", ".cxx": "c",
}
# What nobody who runs the system reads, and what belongs to another one.
SKIPPED = re.compile(
    r"(^|/)(tests?|testing|testdata|testsuite|__tests__|examples?|samples?|vendor|third_party|thirdparty|node_modules|_vendor|"
    r"benchmarks?|docs?|selftests|contrib/go|staging|sound|arch|tools|Documentation)/|(_test\.go|_test\.py|test_\w+\.py|"
    r"\.test\.\w+|\.spec\.\w+|\.min\.js|\.d\.ts|Tests?\.(java|scala))$"
)
# Of the kernel, what servers have.
KERNEL = re.compile(r"^linux-source-[\d.]+/")
KERNEL_PARTS = re.compile(
    r"^linux-source-[\d.]+/(fs|kernel|mm|net|block|drivers/(net/ethernet/(intel|broadcom|mellanox)|scsi|nvme|md|ata|block|edac|pci|"
    r"usb/core|usb/storage|char|acpi|thermal|cpufreq|mmc|infiniband/core|net/bonding|tty|virtio|xen|base|iommu))/.*\.c$"
)
LEVELS = {
    "trace": "TRACE", "finest": "TRACE", "finer": "TRACE", "verbose": "TRACE", "silly": "TRACE",
    "debug": "DEBUG", "dbg": "DEBUG", "fine": "DEBUG", "config": "DEBUG", "deb": "DEBUG",
    "info": "INFO", "inf": "INFO", "notice": "NOTICE", "note": "NOTICE",
    "warn": "WARN", "warning": "WARN", "wrn": "WARN",
    "err": "ERROR", "error": "ERROR", "exception": "ERROR", "severe": "ERROR",
    "critical": "CRITICAL", "crit": "CRITICAL", "alert": "CRITICAL", "emerg": "CRITICAL", "emergency": "CRITICAL",
    "fatal": "FATAL", "panic": "FATAL",
}
NAMES = "|".join(sorted(LEVELS, key=len, reverse=True))
CONSTANTS = NAMES.upper()
LOGGER = r"(?:\b\w*[lL][oO][gG]\w*|\blg|\bgetLogger\([^()]*\)|\bgetLog\(\)|\bself\.log|\bthis\.log)"
CALLS = {
    "java": [
        rf"{LOGGER}(?:\(\))?\s*\.\s*(?P<level>{NAMES})\s*\(",
        rf"{LOGGER}\s*\.\s*log\s*\(\s*(?:\w+\.)?(?P<level>SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST|ERROR|WARN|DEBUG|TRACE)\s*,",
        r"\blog(?P<level>Trace|Debug|Info|Warning|Warn|Error)\s*\(",
    ],
    "python": [rf"(?:{LOGGER})\.(?P<level>{NAMES})\s*\("],
    "go": [
        r"(?:\b\w*[lL]og(?:rus|ger|g)?\w*|\blg|\bklog|\bglog|\bl|\bs|\bslog)(?:\(\))?\s*\.(?:V\(\d+\)\.|G\(\w+\)\.|With\w*\([^()]*\)\.)*"
        r"(?P<level>Trace|Debug|Info|Notice|Warn|Warning|Error|Fatal|Panic|Critical|Crit)(?:f|ln|S|w|Context|fCtx|Depth)?\(",
        r"\.(?P<level>Trace|Debug|Info|Warn|Error|Fatal|Panic)\(\)[^;{}\n]{0,200}?(?:\n\s*\.?[^;{}\n]{0,100}?)?\.Msgf?\(",
    ],
    "rust": [r"\b(?P<level>error|warn|info|debug|trace)!\("],
    "erlang": [
        r"(?:\brabbit_log\w*:|\blogger:|\?LOG_|\?)(?P<level>error|warning|info|debug|notice|critical|alert|ERROR|WARNING|INFO|DEBUG|NOTICE|"
        r"CRITICAL|ALERT)(?:_MSG)?\("
    ],
    "script": [rf"(?:\b\w*[lL]og(?:ger|g)?|\bPuppet)(?:\(\))?\.(?P<level>{NAMES})\s*\("],
    "c": [
        rf"\b\w*(?:[lL]og|LOG|msg|MSG|report|printk|debug|trace)\w*\s*\((?=[^\";]{{0,160}}?(?-i:\b[A-Z_]*?(?P<level>{CONSTANTS}))\b[^\";]{{0,80}}\")",
        rf"\b(?!\w*(?:set_|throw|json|yy|lua|parse|syntax|perl|PyErr|on_|is_|get_|handle_|usage|test|print_err))\w+_(?P<level>{NAMES})"
        r"(?:_ratelimited|_rl|_once|_errno|_full|f|x|l|_r|_obj|_dev)?\s*\(",
        rf"\b(?:VLOG|VIR|DBG|ZLOG|PMD|DRM|LOG|TRACE|CRM|PA|GF|BT|RTE)_(?P<level>{NAMES})\w*\s*\(",
    ],
}
OPENSSH = r"(?<![\w.>])(?P<level>fatal|error|logit|verbose|debug[123]?)(?:_[rf]{1,2}|_fr)?\s*\("
# Where a call of C begins that may be of a log: only there are the patterns tried, which is five times as fast.
CALLED = re.compile(r"\b\w+(?=\s*\()")
OF_A_LOG = re.compile(rf"log|msg|report|printk|debug|trace|{NAMES}", re.I)
STREAMS = re.compile(rf"\b(?:LOG|Log|PLOG|VLOG)\s*\(\s*(?:Log)?(?P<level>{NAMES})\b[^()]*\)\s*(?P<said>(?:<<[^;<]*)+);", re.I)
COMPILED = {language: [re.compile(call, re.I if language == "c" else 0) for call in calls] for language, calls in CALLS.items()}
# What the kernel puts before what it says last.
PANIC, PANICKED = r"(?<![\w.>])(?P<level>panic)\s*\(", "Kernel panic - not syncing: "
# Dialects of C, by the system that speaks it.
COMPILED["openssh"] = [*COMPILED["c"], re.compile(OPENSSH)]
COMPILED["linux"] = [*COMPILED["c"], re.compile(PANIC)]
BUNDLE_KEY = re.compile(r'\bgetString\(\s*"([\w.]+)"')
BUNDLE_LINE = re.compile(r"^([\w.]+)\s*=\s*((?:[^\n\\]|\\.|\\\n)*)$", re.M)


def level_of(name: str) -> str | None:
    name = re.sub(r"^debug\d", "debug", name.lower())
    return LEVELS.get({"logit": "info"}.get(name, name))


def archives(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        name = path.name
        if name.endswith((".jar", ".zip", ".whl")):
            with zipfile.ZipFile(path) as opened:
                for entry in opened.infolist():
                    if wanted(entry.filename) and entry.file_size <= LARGEST_FILE:
                        yield entry.filename, opened.read(entry)
        elif name.endswith(".deb"):
            whole = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], capture_output=True, check=True).stdout
            with tarfile.open(fileobj=io.BytesIO(whole)) as outer:
                for entry in outer:
                    if re.search(r"\.tar\.\w+$", entry.name) and entry.isfile():
                        yield from tarred(tarfile.open(fileobj=outer.extractfile(entry), mode="r|*"))
        elif re.search(r"(\.orig(-\w+)?\.tar\.\w+|\.tgz|\.crate)$", name):
            yield from tarred(tarfile.open(path, mode="r|*"))


def tarred(opened: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    with opened:
        for entry in opened:
            if entry.isfile() and entry.size <= LARGEST_FILE and wanted(entry.name):
                yield entry.name, opened.extractfile(entry).read()


def wanted(name: str) -> bool:
    suffix = Path(name).suffix
    if KERNEL.match(name) is not None and KERNEL_PARTS.match(name) is None:
        return False
    return (suffix in LANGUAGES or name.endswith("LocalStrings.properties")) and SKIPPED.search(name) is None


@lru_cache(maxsize=1 << 18)
def of_a_log(name: str) -> bool:
    return OF_A_LOG.search(name) is not None


def calls(source: str, language: str) -> Iterator[re.Match[str]]:
    patterns = COMPILED[language]
    if language not in ("c", "openssh", "linux"):
        for pattern in patterns:
            yield from pattern.finditer(source)
        return
    for called in CALLED.finditer(source):
        if of_a_log(called[0]):
            for pattern in patterns:
                found = pattern.match(source, called.start())
                if found is not None:
                    yield found


def statements(source: str, language: str) -> Iterator[tuple[str, str, str]]:
    """(level, text, call) of each log statement; a text may be the key of a bundle, with `key:` before it."""
    seen = set()
    for found in calls(source, language):
        level = level_of(found["level"])
        if level is None or found.end() in seen:
            continue
        seen.add(found.end())
        for argument in arguments(source, found.end()) or []:
            key = BUNDLE_KEY.search(argument)
            text = f"key:{key[1]}" if key is not None else said(argument)
            if text is not None and (text.startswith("key:") or message_of(text) is not None):
                if language == "linux" and found["level"] == "panic":
                    text = PANICKED + text
                yield level, text, f"{found[0].strip()} {found['level']}"[-LONGEST_NAME:]
                break
    if language == "c" and "<<" in source:
        for found in STREAMS.finditer(source):
            level, text = level_of(found["level"]), said(found["said"].replace("<<", "+")[1:])
            if level is not None and text is not None:
                yield level, text, found["level"]


def mined(folder: Path) -> list[tuple[str, str, str, str, str]]:
    system, bundles, rows = folder.name, {}, []
    for name, data in archives(folder):
        source = data.decode("utf8", errors="replace")
        if name.endswith(".properties"):
            bundles.update({key: BUNDLE_ARGUMENT.sub("<*>", text) for key, text in BUNDLE_LINE.findall(source)})
            continue
        language = system if system in COMPILED else LANGUAGES[Path(name).suffix]
        rows.extend((*statement, name[-LONGEST_NAME:]) for statement in statements(source, language))
    found = []
    for level, text, call, name in rows:
        message = message_of(bundles.get(text[4:], "") if text.startswith("key:") else text)
        if message is not None:
            found.append((system, level, message, call, name))
    return found


BUNDLE_ARGUMENT = re.compile(r"\{\d[^{}]*\}")


def main() -> int:
    folders = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir() and path.name != "apt")
    target = Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    missing = [folder for folder in folders if not is_mined(folder, target / f"{folder.name}.csv")]
    with ProcessPoolExecutor(PROCESSES) as pool:
        for name, count in pool.map(mine_into, missing, [target] * len(missing)):
            print(name, count, flush=True)
    return 0


def is_mined(folder: Path, rows: Path) -> bool:
    """Not where a package came later."""
    return rows.exists() and rows.stat().st_mtime >= folder.stat().st_mtime


def mine_into(folder: Path, target: Path) -> tuple[str, int]:
    found = mined(folder)
    part = target / f"{folder.name}.part"
    with part.open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows(found)
    part.rename(target / f"{folder.name}.csv")
    return folder.name, len(found)


if __name__ == "__main__":
    sys.exit(main())
