"""
python3 bench/evaluation/many-sets/sets.py FOLDER: writes data sets of scikit-learn, river and data/satellite.csv.gz as CSV
files for `npm run evaluate:folder`, as sets.R does with those of R.
"""

import csv
import gzip
import sys
from pathlib import Path

import numpy as np
from river import datasets
from sklearn.datasets import load_breast_cancer, load_digits, load_wine

FOLDER = Path(sys.argv[1])
SATELLITE = Path(__file__).parents[3] / "data" / "satellite.csv.gz"
random = np.random.default_rng(20261128)


def save(name: str, points, classes, anomalous, most: int) -> None:
    """Points of the class `anomalous`, at most so many of them, among all others."""
    points, classes = np.asarray(points, float), np.asarray(classes)
    points = points[:, points.std(0) > 0]
    anomalies = np.flatnonzero(classes == anomalous)
    if most < len(anomalies):
        anomalies = random.choice(anomalies, most, replace=False)
    with open(FOLDER / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"x{j + 1}" for j in range(points.shape[1])] + ["label"])
        writer.writerows([*row, "normal"] for row in points[classes != anomalous].tolist())
        writer.writerows([*row, "anomaly"] for row in points[anomalies].tolist())


digits = load_digits()
save("digits-0", digits.data, digits.target, 0, 50)
save("digits-1", digits.data, digits.target, 1, 50)
wine = load_wine()
save("wine", wine.data, wine.target, 0, 10)
cancer = load_breast_cancer()
save("wdbc", cancer.data, cancer.target, 0, 10)

segments = list(datasets.ImageSegments())
for kind in ["window", "path"]:
    save(f"segment-{kind}", [list(x.values()) for x, _ in segments], [str(y) for _, y in segments], kind, 40)
sites = list(datasets.Phishing())
save("phishing", [list(x.values()) for x, _ in sites], [bool(y) for _, y in sites], True, 40)

with gzip.open(SATELLITE, "rt") as file:
    _, *places = csv.reader(file)
save("satellite-cotton", [list(map(float, row[:-1])) for row in places], [row[-1] for row in places], "cotton crop", 71)
