"""scikit-learn's isolation forest with its default settings: 100 trees, 256 points each."""

import numpy as np
from sklearn.ensemble import IsolationForest

REFIT = 5_000


def forest_of(points: np.ndarray) -> IsolationForest:
    return IsolationForest(random_state=1).fit(points)


class BatchForest:
    """Fitted to all points at once, which it then scores: it has seen every point beforehand."""

    def __init__(self, points: np.ndarray, warmup: int):
        self.points = points
        self.forest = None

    def score(self, start: int, end: int) -> np.ndarray:
        if self.forest is None:
            self.forest = forest_of(self.points)
        return -self.forest.score_samples(self.points[start:end])


class RefittedForest:
    """Test-then-train: after the warm-up, and every 5,000 points, it is fitted anew to all points so far."""

    def __init__(self, points: np.ndarray, warmup: int):
        self.points = points
        self.warmup = warmup
        self.forest = None

    def score(self, start: int, end: int) -> np.ndarray:
        scores = np.zeros(end - start)
        at = start
        while at < end:
            to = min(end, self.warmup if at < self.warmup else REFIT * (at // REFIT + 1))
            if self.forest is not None:
                scores[at - start : to - start] = -self.forest.score_samples(self.points[at:to])
            if to == self.warmup or (to > self.warmup and to % REFIT == 0):
                self.forest = forest_of(self.points[:to])
            at = to
        return scores
