"""Drain3 0.9.11, the streaming peer, as the parse benchmarks run it.

drain3_peer.py templates SETUP
    Reads JSON lists of messages from standard input, one list a line; each is a log of its own. For every list writes
    the list of the final templates of these messages, `<*>` for values, as one line of JSON.
drain3_peer.py speed SETUP FILE LINES
    Feeds the first LINES lines of FILE. Writes {"lines", "clusters", "startup_cpu_s"}; the last is the CPU time of the
    process until the first line is read.

SETUP is `plain` (a similarity of 0.4, a depth of 4, which are Drain3's own, and no masks) or `masks` (the same with the
masking rules of the example that comes with Drain3).
"""

import itertools
import json
import sys
import time

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

SIMILARITY = 0.4
DEPTH = 4

BEFORE = r"((?<=[^A-Za-z0-9])|^)"
AFTER = r"((?=[^A-Za-z0-9])|$)"
# examples/drain3.ini of Drain3. There each rule has a name of its own; here all are <*>, as in the ground truth.
EXAMPLE_MASKS = [
    BEFORE + r"(([0-9a-f]{2,}:){3,}([0-9a-f]{2,}))" + AFTER,
    BEFORE + r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})" + AFTER,
    BEFORE + r"([0-9a-f]{6,} ?){3,}" + AFTER,
    BEFORE + r"([0-9A-F]{4} ?){4,}" + AFTER,
    BEFORE + r"(0x[a-f0-9A-F]+)" + AFTER,
    BEFORE + r"([\-\+]?\d+)" + AFTER,
    r"(?<=executed cmd )(\".+?\")",
]


def new_miner(setup):
    config = TemplateMinerConfig()
    config.drain_sim_th = SIMILARITY
    config.drain_depth = DEPTH
    masks = {"plain": [], "masks": EXAMPLE_MASKS}[setup]
    config.masking_instructions = [MaskingInstruction(pattern, "*") for pattern in masks]
    return TemplateMiner(None, config)


def final_templates(setup, messages):
    miner = new_miner(setup)
    ids = [miner.add_log_message(message)["cluster_id"] for message in messages]
    templates = {cluster.cluster_id: cluster.get_template() for cluster in miner.drain.clusters}
    return [templates[cluster_id] for cluster_id in ids]


def feed(setup, path, limit):
    miner = new_miner(setup)
    startup_cpu_s = time.process_time()
    lines = 0
    with open(path, encoding="utf-8", errors="replace", newline="\n") as file:
        for line in itertools.islice(file, limit):
            miner.add_log_message(line.rstrip("\n"))
            lines += 1
    return {"lines": lines, "clusters": len(miner.drain.clusters), "startup_cpu_s": startup_cpu_s}


if __name__ == "__main__":
    task, chosen_setup = sys.argv[1:3]
    if task == "speed":
        print(json.dumps(feed(chosen_setup, sys.argv[3], int(sys.argv[4]))))
    else:
        sys.stdin.reconfigure(encoding="utf-8")
        for log in sys.stdin:
            print(json.dumps(final_templates(chosen_setup, json.loads(log))), flush=True)
