"""What is learned from, what is chosen by, and what is judged by: three parts of the mined pairs that share no message."""

import csv
import hashlib
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from literals import key_of
from mine import LANGUAGES

LABELS = ("informational", "warning", "error", "critical")
LABEL_OF = {
    "TRACE": 0, "DEBUG": 0, "INFO": 0, "NOTICE": 0, "WARN": 1, "ERROR": 2, "CRITICAL": 3, "FATAL": 3,
}
# Where a statement named fatal ends the program, whatever the reason, be it a wrong option: elsewhere it is a level.
ENDING = frozenset({"c", "go"})
# Of several languages and kinds; set before anything was trained. No row of them is learned from.
TEST_SYSTEMS = frozenset(
    "zookeeper spark solr keycloak celery homeassistant swift nats containerd nginx openssh freeradius pacemaker "
    "rabbitmq solana appium".split()
)
# The bias, the temperature and all that was tried are chosen by these and by the validation messages.
VALIDATION_SYSTEMS = frozenset("pulsar vault glance frr jupyter libp2p geode".split())
# Shares of the messages of the other systems.
TEST_SHARE, VALIDATION_SHARE = 0.06, 0.04
# Where more is critical than that, the level is used for every wrong option and file: those are thinned out.
MOST_CRITICAL = 0.2
# Of a system in one part that is judged by: none outweighs the others.
MOST_JUDGED = 800
# A message that is said with several levels has the one that it mostly has, or is left out.
CLEAR = 0.75
SEED = 17


@dataclass(frozen=True)
class Row:
    system: str
    label: int
    level: str
    message: str


def label_of(level: str, call: str, file: str) -> int:
    """By the kind of the statement: what ends a program or finds fault with its configuration is an error, not critical."""
    label = LABEL_OF[level]
    call = call.lower()
    ends = "fatal" in call and LANGUAGES[Path(file).suffix] in ENDING
    return min(label, 2) if ends or "conf_" in call else label


def shared_out(key: str) -> float:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]) / 2**48


def cleaned(folder: Path) -> list[Row]:
    """One row for each message key: of a test system where it has one, else of the one that is first by name."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf8", newline="") as lines:
            for system, level, message, call, name in csv.reader(lines):
                rows[key_of(message)].append(Row(system, label_of(level, call, name), level, message))
    kept = []
    for key in sorted(rows):
        label, times = Counter(row.label for row in rows[key]).most_common(1)[0]
        if times < CLEAR * len(rows[key]):
            continue
        alike = [row for row in rows[key] if row.label == label]
        kept.append(min(alike, key=lambda row: (rank(row.system), row.system, row.message)))
    return thinned(kept)


def rank(system: str) -> int:
    return 0 if system in TEST_SYSTEMS else 1 if system in VALIDATION_SYSTEMS else 2


def thinned(rows: list[Row]) -> list[Row]:
    draw = random.Random(SEED)
    of_system: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_system[row.system].append(row)
    kept = []
    for _, alike in sorted(of_system.items()):
        critical = [row for row in alike if row.label == 3]
        others = [row for row in alike if row.label != 3]
        most = round(len(others) * MOST_CRITICAL / (1 - MOST_CRITICAL))
        kept += others + (draw.sample(critical, most) if len(critical) > most else critical)
    return kept


def parts_of(rows: list[Row]) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        at = shared_out(key_of(row.message))
        if row.system in TEST_SYSTEMS:
            parts["test_systems"].append(row)
        elif row.system in VALIDATION_SYSTEMS:
            parts["validation_systems"].append(row)
        elif at < TEST_SHARE:
            parts["test_messages"].append(row)
        elif at < TEST_SHARE + VALIDATION_SHARE:
            parts["validation_messages"].append(row)
        else:
            parts["train"].append(row)
    return {name: part if name == "train" else capped(part, MOST_JUDGED) for name, part in parts.items()}


def capped(rows: list[Row], most: int) -> list[Row]:
    draw = random.Random(SEED)
    of_system: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_system[row.system].append(row)
    return [
        row
        for _, alike in sorted(of_system.items())
        for row in (draw.sample(alike, most) if len(alike) > most else alike)
    ]
