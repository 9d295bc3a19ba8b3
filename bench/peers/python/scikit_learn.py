"""The E-step and the statistics of scikit-learn's GaussianMixture, as its fit calls them."""

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import (
    _compute_precision_cholesky,
    _estimate_gaussian_parameters,
)

from case_file import Case

VERSION = sklearn.__version__


class ScikitLearn:
    """All points at once, as its fit takes them."""

    block = None

    def __init__(self, case: Case):
        kind = "full" if case.full else "diag"
        self.mixture = GaussianMixture(len(case.weights), covariance_type=kind)
        self.mixture.weights_ = case.weights
        self.mixture.means_ = case.means
        self.mixture.precisions_cholesky_ = _compute_precision_cholesky(case.covariances, kind)

    def learn(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """n x K responsibilities and n log densities; the statistics are left where they are."""
        log_density, log_responsibilities = self.mixture._estimate_log_prob_resp(points)
        responsibilities = np.exp(log_responsibilities)
        self.statistics = _estimate_gaussian_parameters(
            points, responsibilities, self.mixture.reg_covar, self.mixture.covariance_type
        )
        return responsibilities, log_density


class ScikitLearnBlocks(ScikitLearn):
    """Blocks that stay in the caches."""

    block = 4096
