"""What the answers are worth, and the numbers that make probabilities of them."""

import numpy as np

BINS = 15


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def f1_by_label(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    found = []
    for label in range(4):
        right = ((answers == label) & (labels == label)).sum()
        told, true = (answers == label).sum(), (labels == label).sum()
        found.append(2 * right / (told + true) if told + true else 0.0)
    return np.array(found)


def macro_f1(labels: np.ndarray, answers: np.ndarray) -> float:
    return float(f1_by_label(labels, answers).mean())


def calibration_error(labels: np.ndarray, probabilities: np.ndarray) -> float:
    confidence, answers = probabilities.max(1), probabilities.argmax(1)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = 0.0
    for one in range(BINS):
        within = bins == one
        if within.any():
            error += within.mean() * abs((answers == labels)[within].mean() - confidence[within].mean())
    return float(error)


def fitted_bias(parts: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """What is added to the logits so that the mean of the macro-F1 of the parts is best; found label by label."""
    bias = np.zeros(4)
    steps = np.arange(-3.0, 1.61, 0.1)

    def worth(tried: np.ndarray) -> float:
        return float(np.mean([macro_f1(labels, (logits + tried).argmax(1)) for logits, labels in parts]))

    for _ in range(3):
        for label in (3, 1, 2):
            choices = []
            for step in steps:
                tried = bias.copy()
                tried[label] = step
                # A small step is preferred: what is best by a hair on few rows is chance.
                choices.append((worth(tried) - 0.001 * abs(step), step))
            bias[label] = max(choices)[1]
    return bias


def fitted_temperature(parts: list[tuple[np.ndarray, np.ndarray]], bias: np.ndarray) -> float:
    """By the likelihood, the parts counting alike."""

    def loss(temperature: float) -> float:
        return float(
            np.mean(
                [
                    -np.log(softmax((logits + bias) / temperature)[np.arange(len(labels)), labels] + 1e-12).mean()
                    for logits, labels in parts
                ]
            )
        )

    return float(min(np.arange(0.5, 3.01, 0.02), key=loss))


def figures_of(labels: np.ndarray, probabilities: np.ndarray) -> dict:
    answers, confidence = probabilities.argmax(1), probabilities.max(1)
    sure, alarm = confidence >= 0.8, (answers == 3) & (confidence > 0.85)
    grave, told = labels >= 2, answers >= 2
    return {
        "rows": len(labels),
        "f1": round(macro_f1(labels, answers), 4),
        "f1_by_label": [round(float(one), 3) for one in f1_by_label(labels, answers)],
        "accuracy": round(float((answers == labels).mean()), 4),
        "ece": round(calibration_error(labels, probabilities), 4),
        "coverage_at_0.8": round(float(sure.mean()), 4),
        "accuracy_at_0.8": round(float((answers == labels)[sure].mean()), 4) if sure.any() else None,
        "error_or_worse_f1": round(float(2 * (grave & told).sum() / (grave.sum() + told.sum())), 4),
        "error_or_worse_accuracy": round(float((grave == told).mean()), 4),
        "critical_above_0.85": {
            "told": int(alarm.sum()),
            "precision": round(float((labels[alarm] == 3).mean()), 4) if alarm.any() else None,
            "recall": round(float((alarm & (labels == 3)).sum() / max(1, (labels == 3).sum())), 4),
        },
        "majority_f1": round(macro_f1(labels, np.full_like(labels, np.bincount(labels).argmax())), 4),
    }
