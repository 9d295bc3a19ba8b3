"""
EM by hand in NumPy: all components in one matrix product.

The log joint densities are linear in the products x_i x_j (i <= j), the x_i and 1, and so are the statistics: two
products of matrices do everything. Nothing is centred, so digits are lost where means are large against deviations.
"""

import numpy as np

from case_file import Case

VERSION = np.__version__


def coefficients(case: Case) -> np.ndarray:
    """K x F: what a point's products are multiplied with to give its log joint densities."""
    k, d = case.means.shape
    covariances = case.covariances if case.full else np.stack([np.diag(row) for row in case.covariances])
    precisions = np.linalg.inv(covariances)
    rows, columns = np.triu_indices(d) if case.full else (np.arange(d), np.arange(d))
    square = np.where(rows == columns, -0.5, -1.0) * precisions[:, rows, columns]
    linear = np.einsum("kij,kj->ki", precisions, case.means)
    constant = (
        np.log(case.weights)
        - 0.5 * (d * np.log(2 * np.pi) + np.linalg.slogdet(covariances)[1])
        - 0.5 * np.einsum("ki,ki->k", linear, case.means)
    )
    return np.concatenate([square, linear, constant[:, None]], axis=1)


class ByHand:
    """What both layouts have in common."""

    def __init__(self, case: Case):
        self.full = case.full
        self.coefficients = coefficients(case)
        self.statistics = np.zeros_like(self.coefficients)
        # Products that stay in the second cache.
        self.block = min(4096, max(256, 50_000 // self.coefficients.shape[1]))


class NumPyRows(ByHand):
    """A point a row, as everybody begins."""

    def learn(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n, d = points.shape
        products = np.empty((n, self.coefficients.shape[1]))
        at = 0
        for i in range(d if self.full else 0):
            np.multiply(points[:, i : i + 1], points[:, i:], out=products[:, at : at + d - i])
            at += d - i
        if not self.full:
            at = d
            np.square(points, out=products[:, :d])
        products[:, at : at + d] = points
        products[:, -1] = 1
        joint = products @ self.coefficients.T
        largest = joint.max(axis=1)
        joint -= largest[:, None]
        shares = np.exp(joint, out=joint)
        total = shares.sum(axis=1)
        shares /= total[:, None]
        self.statistics += shares.T @ products
        return shares, largest + np.log(total)


class NumPyColumns(ByHand):
    """A point a column: every loop inside NumPy runs over points, and none over the few features of one."""

    def learn(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n, d = points.shape
        across = np.ascontiguousarray(points.T)
        products = np.empty((self.coefficients.shape[1], n))
        at = 0
        for i in range(d if self.full else 0):
            np.multiply(across[i], across[i:], out=products[at : at + d - i])
            at += d - i
        if not self.full:
            at = d
            np.square(across, out=products[:d])
        products[at : at + d] = across
        products[-1] = 1
        joint = self.coefficients @ products
        largest = joint.max(axis=0)
        joint -= largest
        np.maximum(joint, -600, out=joint)  # denormal numbers would take ten times as long
        shares = np.exp(joint, out=joint)
        total = shares.sum(axis=0)
        shares /= total
        self.statistics += shares @ products.T
        return shares.T, largest + np.log(total)
