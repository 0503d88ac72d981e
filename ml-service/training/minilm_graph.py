"""The ONNX graph of all-MiniLM-L6-v2, built of its weights: a BERT of six layers, mean pooling and L2 norm or a head.

It takes `input_ids` and `attention_mask`, int64 [batch, tokens], and gives `embedding`, float32 [batch, 384] of length 1; with
the weights of a head, `head.weight` [labels, 384] and `head.bias`, it gives `logits`, float32 [batch, labels].
All token types are 0, so their row is part of the positions. Between attentions all tokens of a batch are rows of one
matrix; biases are part of what follows each product, as the fused operators of onnxruntime take them.
"""

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

LAYERS, HEADS, WIDTH, MAX_TOKENS = 6, 12, 384, 256
NORM_EPSILON = 1e-12
# The smallest opset that has all operators, and the IR version that goes with it: older runtimes load it, too.
OPSET, IR_VERSION = 20, 9
RUNTIME = "com.microsoft"

HEAD = "head.weight"

Weights = dict[str, np.ndarray]
# The largest absolute value of each input column of a product, by the product's name.
Maxima = dict[str, np.ndarray]

LARGEST = 127
# Columns with large values are divided, their weights multiplied (SmoothQuant, Xiao et al. 2023, with this exponent):
# cosine to fp32 0.9991, where 0.5 has 0.9990 and no smoothing 0.9976.
SMOOTHING = 0.7
# Values of a row between -127 and 127 steps. Behind Gelu nothing is below -0.17, so most steps are above zero.
CENTRED, POSITIVE = 128, 16
LEAST_OF_GELU = 0.17


class Graph:
    """Nodes and constants as they are added; every value has the name of the node that makes it."""

    def __init__(self, weights: Weights, maxima: Maxima | None) -> None:
        self.weights, self.maxima = weights, maxima
        self.nodes: dict[str, NodeProto] = {}
        self.constants: dict[str, TensorProto] = {}
        self.product_inputs: dict[str, str] = {}

    def constant(self, name: str, value: np.ndarray | float) -> str:
        array = value if isinstance(value, np.ndarray) else np.array(value, np.float32)
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def weight(self, key: str) -> str:
        return self.constant(key, self.weights[key])

    def node(self, operator: str, name: str, *inputs: str, outputs: list[str] | None = None, **attributes) -> str:
        made = helper.make_node(operator, list(inputs), outputs or [name], name, **attributes)
        self.nodes.setdefault(name, made)
        return name

    def product(self, name: str, value: str, weight: np.ndarray, *, behind_gelu: bool = False) -> str:
        """`value` [rows, in] times `weight` [out, in]."""
        if self.maxima is None:
            self.product_inputs[name] = value
            return self.node("MatMul", name, value, self.constant(f"{name}.weight", weight.T))
        if not behind_gelu:
            smooth = smoothing(self.maxima[name], np.abs(weight).max(axis=0))
            value = self.node("Mul", f"{name}.smooth", value, self.constant(f"{name}.smoothing", 1 / smooth))
            weight = weight * smooth
        rows, step, zero = self.rounded_rows(f"{name}.in", value, POSITIVE if behind_gelu else CENTRED)
        columns, scales = rounded(weight)
        whole = self.node(
            "MatMulIntegerToFloat",
            f"{name}.whole",
            rows,
            self.constant(f"{name}.weight", columns.T),
            self.constant("one", 1),
            self.constant(f"{name}.scales", scales[:, 0]),
            zero,
            domain=RUNTIME,
        )
        return self.node("Mul", name, whole, step)

    def rounded_rows(self, name: str, value: str, zero: int) -> tuple[str, str, str]:
        """uint8 with a step of its own for each row, so that no text depends on its neighbours in a batch."""
        axis = self.constant("last_axis", np.array([-1], np.int64))
        most = self.node("ReduceMax", f"{name}.most", value, axis, keepdims=1)
        if zero == CENTRED:
            least = self.node("Neg", f"{name}.negative", self.node("ReduceMin", f"{name}.least", value, axis, keepdims=1))
            largest = self.node("Max", f"{name}.largest", most, least, self.constant("tiny", 1e-9))
        else:
            largest = self.node("Max", f"{name}.largest", most, self.constant("gelu", LEAST_OF_GELU * (255 - zero) / zero))
        step = self.node("Div", f"{name}.step", largest, self.constant(f"steps{zero}", 255 - zero))
        flat = self.node("Reshape", f"{name}.steps", step, axis)
        filled = numpy_helper.from_array(np.array([zero], np.uint8))
        zeros = self.node("ConstantOfShape", f"zeros{zero}", self.node("Shape", f"{name}.rows", flat), value=filled)
        rows = self.node("QuantizeLinear", name, value, flat, zeros, axis=0)
        return rows, step, self.constant(f"zero{zero}", np.array(zero, np.uint8))

    def normalised_sum(self, name: str, value: str, residual: str, norm: str, bias: str) -> str:
        return self.node(
            "SkipLayerNormalization",
            name,
            value,
            residual,
            self.weight(f"{norm}.weight"),
            self.weight(f"{norm}.bias"),
            self.weight(bias),
            domain=RUNTIME,
            epsilon=NORM_EPSILON,
        )


def rounded(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with a scale for each row of the last axis."""
    scales = np.maximum(np.abs(values).max(axis=-1, keepdims=True) / LARGEST, np.finfo(np.float32).tiny)
    scales = scales.astype(np.float32)
    return np.rint(values / scales).clip(-LARGEST, LARGEST).astype(np.int8), scales


def smoothing(activations: np.ndarray, weights: np.ndarray) -> np.ndarray:
    factors = np.maximum(activations, 1e-3) ** SMOOTHING / np.maximum(weights, 1e-4) ** (1 - SMOOTHING)
    return (factors / np.exp(np.log(factors).mean())).astype(np.float32)


def embedded_tokens(graph: Graph) -> str:
    table = graph.weights["embeddings.word_embeddings.weight"]
    if graph.maxima is None:
        token = graph.node("Gather", "token", graph.constant("token.rows", table), "input_ids")
    else:
        rows, scales = rounded(table)
        row = graph.node("Gather", "token.row", graph.constant("token.rows", rows), "input_ids")
        scale = graph.node("Gather", "token.scale", graph.constant("token.scales", scales), "input_ids")
        token = graph.node("Mul", "token", graph.node("Cast", "token.float", row, to=TensorProto.FLOAT), scale)
    types = graph.weights["embeddings.token_type_embeddings.weight"][0]
    positions = graph.weights["embeddings.position_embeddings.weight"][:MAX_TOKENS] + types
    zero = graph.constant("first", np.array([0], np.int64))
    tokens = graph.node("Shape", "tokens", "input_ids", start=1, end=2)
    position = graph.node("Slice", "position", graph.constant("positions", positions), zero, tokens, zero)
    embedded = graph.node(
        "LayerNormalization",
        "embedded",
        graph.node("Add", "token.placed", token, position),
        graph.weight("embeddings.LayerNorm.weight"),
        graph.weight("embeddings.LayerNorm.bias"),
        axis=-1,
        epsilon=NORM_EPSILON,
    )
    return as_rows(graph, "embedded.rows", embedded)


def as_rows(graph: Graph, name: str, value: str) -> str:
    return graph.node("Reshape", name, value, graph.constant("rows", np.array([-1, WIDTH], np.int64)))


def as_texts(graph: Graph, name: str, value: str) -> str:
    last = graph.constant("last_axis", np.array([-1], np.int64))
    shape = graph.node("Concat", "texts", graph.node("Shape", "shape", "input_ids"), last, axis=0)
    return graph.node("Reshape", name, value, shape)


def attended(graph: Graph, name: str, value: str, layer: str) -> str:
    keys = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([graph.weights[f"{key}.weight"] for key in keys])
    bias = np.concatenate([graph.weights[f"{key}.bias"] for key in keys])
    joined = as_texts(graph, f"{name}.texts", graph.product(f"{name}.joined", value, weight))
    parts = [f"{name}.query", f"{name}.key", f"{name}.value"]
    graph.node("Split", f"{name}.split", joined, outputs=parts, axis=-1, num_outputs=len(parts))
    mixed = graph.node(
        "MultiHeadAttention",
        f"{name}.mixed",
        *parts,
        graph.constant(f"{name}.bias", bias),
        "mask",
        domain=RUNTIME,
        num_heads=HEADS,
    )
    dense = f"{layer}.attention.output.dense"
    output = graph.product(f"{name}.output", as_rows(graph, f"{name}.rows", mixed), graph.weights[f"{dense}.weight"])
    return graph.normalised_sum(name, output, value, f"{layer}.attention.output.LayerNorm", f"{dense}.bias")


def transformed(graph: Graph, value: str, index: int) -> str:
    layer, name = f"encoder.layer.{index}", f"layer{index}"
    seen = attended(graph, f"{name}.attention", value, layer)
    inner, outer = f"{layer}.intermediate.dense", f"{layer}.output.dense"
    wide = graph.product(f"{name}.wide", seen, graph.weights[f"{inner}.weight"])
    gelu = graph.node("BiasGelu", f"{name}.gelu", wide, graph.weight(f"{inner}.bias"), domain=RUNTIME)
    output = graph.product(f"{name}.output", gelu, graph.weights[f"{outer}.weight"], behind_gelu=True)
    return graph.normalised_sum(name, output, seen, f"{layer}.output.LayerNorm", f"{outer}.bias")


def answered(graph: Graph, value: str) -> str:
    """What the mean over the tokens that are no padding says: its direction, or the numbers of the head."""
    last = graph.constant("last_axis", np.array([-1], np.int64))
    weight = graph.node("Cast", "pool.weight", "attention_mask", to=TensorProto.FLOAT)
    weighted = graph.node("Mul", "pool.weighted", value, graph.node("Unsqueeze", "pool.column", weight, last))
    second = graph.constant("second_axis", np.array([1], np.int64))
    total = graph.node("ReduceSum", "pool.total", weighted, second, keepdims=0)
    if HEAD not in graph.weights:
        # The length takes the division by the number of tokens back: the direction of the sum is that of the mean.
        return graph.node("LpNormalization", "embedding", total, axis=-1, p=2)
    mean = graph.node("Div", "pool.mean", total, graph.node("ReduceSum", "pool.tokens", weight, second, keepdims=1))
    return graph.node("Gemm", "logits", mean, graph.weight(HEAD), graph.weight("head.bias"), transB=1)


def build_graph(weights: Weights, maxima: Maxima | None = None) -> tuple[ModelProto, dict[str, str]]:
    """The model in int8; without `maxima` that in fp32, to compare with and to take these of: the second that comes back
    names for each product the output that is its input."""
    floats = {name: value.astype(np.float32) for name, value in weights.items() if value.dtype.kind == "f"}
    graph = Graph(floats, maxima)
    graph.node("Cast", "mask", "attention_mask", to=TensorProto.INT32)
    value = embedded_tokens(graph)
    for index in range(LAYERS):
        value = transformed(graph, value, index)
    output = answered(graph, as_texts(graph, "pool.texts", value))
    numbers = len(floats[HEAD]) if HEAD in floats else WIDTH
    shape = ["batch", "tokens"]
    observed = dict.fromkeys(graph.product_inputs.values())
    model = helper.make_model(
        helper.make_graph(
            list(graph.nodes.values()),
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
            [
                helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", numbers]),
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", None]) for name in observed),
            ],
            list(graph.constants.values()),
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)],
        ir_version=IR_VERSION,
        producer_name="log-ai",
    )
    checker.check_model(model)
    return model, graph.product_inputs
