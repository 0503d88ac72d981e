#!/usr/bin/env python3
"""Chooses by the validation what makes probabilities of the model's numbers, and says what they are worth on the test.

    python calibrate.py FOLDER

FOLDER is that of `train.py` and `phrases.py`; it gets `figures.json`. The bias is chosen by macro-F1, the
temperature by the likelihood.
"""

import json
import sys
from pathlib import Path

import numpy as np
from figures import figures_of, fitted_bias, fitted_temperature, softmax

PARTS = ("validation_messages", "validation_systems", "test_messages", "test_systems")


def main() -> None:
    folder = Path(sys.argv[1])
    judged = {}
    for name in PARTS:
        stored = np.load(folder / f"{name}.both.npz")
        judged[name] = (stored["logits"], stored["labels"])
    validation = [judged[name] for name in PARTS[:2]]
    bias = fitted_bias(validation)
    temperature = fitted_temperature(validation, bias)
    prior = np.mean([np.bincount(labels, minlength=4) / len(labels) for _, labels in validation], axis=0)
    calibration = {
        "temperature": round(temperature, 4),
        "bias": [round(float(one), 4) for one in bias],
        "prior": [round(float(one), 4) for one in prior],
    }
    figures = {
        name: figures_of(labels, softmax((logits + bias) / temperature)) for name, (logits, labels) in judged.items()
    }
    written = {"calibration": calibration, "figures": figures}
    (folder / "figures.json").write_text(json.dumps(written, indent=2) + "\n", "utf8")
    print(json.dumps(written, indent=1))


if __name__ == "__main__":
    main()
