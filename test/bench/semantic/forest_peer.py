"""scikit-learn's isolation forest, as the benchmark semantic runs it.

Reads lines of JSON {"train", "test", "trees", "seed"} with vectors as lists, answers each with the scores of the test
vectors: the higher the more unusual.
"""

import json
import sys

import numpy as np
from sklearn.ensemble import IsolationForest

for line in sys.stdin:
    request = json.loads(line)
    forest = IsolationForest(
        n_estimators=request["trees"], max_samples=256, contamination=0.01, random_state=request["seed"]
    ).fit(np.array(request["train"], np.float32))
    print(json.dumps((-forest.score_samples(np.array(request["test"], np.float32))).tolist()), flush=True)
