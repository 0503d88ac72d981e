"""What a graph in int8 is made by and held to: the largest values of its products, and what it answers."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from minilm_graph import Maxima

Inputs = dict[str, np.ndarray]


def padded(rows: Sequence[Sequence[int]], size: int) -> list[Inputs]:
    """Batches of token ids, rows of like length together; the order of what is answered is that of these batches."""
    rows = sorted(rows, key=lambda ids: (len(ids), ids))
    batches = []
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        ids = np.zeros((len(batch), max(map(len, batch))), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        batches.append({"input_ids": ids, "attention_mask": mask})
    return batches


def one_by_one(inputs: list[Inputs]) -> list[Inputs]:
    """The same texts without neighbours and without padding."""
    rows = []
    for one in inputs:
        for ids, mask in zip(one["input_ids"], one["attention_mask"]):
            length = mask.sum()
            rows.append({"input_ids": ids[None, :length], "attention_mask": mask[None, :length]})
    return rows


def answers_of(model: bytes, inputs: list[Inputs], output: str) -> np.ndarray:
    options = onnxruntime.SessionOptions()
    # As the product has it: without it sums of two products overflow on processors without VNNI.
    options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run([output], one)[0] for one in inputs])


def observed_maxima(reference: bytes, inputs: list[Inputs], products: dict[str, str]) -> Maxima:
    """Of each input column of each product, by the product's name."""
    session = onnxruntime.InferenceSession(reference, providers=["CPUExecutionProvider"])
    names = sorted(set(products.values()))
    maxima: Maxima = {}
    for one in inputs:
        words = one["attention_mask"].reshape(-1) > 0
        for name, values in zip(names, session.run(names, one)):
            maxima[name] = np.maximum(maxima.get(name, 0), np.abs(values[words]).max(axis=0))
    return {product: maxima[name] for product, name in products.items()}
