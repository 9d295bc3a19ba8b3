"""river's half-space trees with their default settings; they need features in [0, 1], so a scaler learns beside them."""

import numpy as np
from river import anomaly, compose, preprocessing


class HalfSpaceTrees:
    """Test-then-train, point by point."""

    def __init__(self, points: np.ndarray, warmup: int):
        self.rows = [dict(enumerate(row)) for row in points.tolist()]
        self.model = compose.Pipeline(preprocessing.MinMaxScaler(), anomaly.HalfSpaceTrees(seed=1))

    def score(self, start: int, end: int) -> np.ndarray:
        model = self.model
        scores = np.empty(end - start)
        for i in range(start, end):
            row = self.rows[i]
            scores[i - start] = model.score_one(row)
            model.learn_one(row)
        return scores
