"""The models by the names that the benchmarks ask for; a model's packages are loaded when it is asked for."""

from case_file import Case


def model_of(name: str, case: Case):
    if name.startswith("scikit-learn"):
        from scikit_learn import ScikitLearn, ScikitLearnBlocks

        return {"scikit-learn": ScikitLearn, "scikit-learn (blocks)": ScikitLearnBlocks}[name](case)
    from numpy_by_hand import NumPyColumns, NumPyRows

    return {"numpy": NumPyRows, "numpy (columns)": NumPyColumns}[name](case)


def version_of(name: str) -> str:
    if name.startswith("scikit-learn"):
        from scikit_learn import VERSION
    else:
        from numpy_by_hand import VERSION
    return VERSION


def blocks(model, points):
    """The points in pieces that suit the model."""
    size = model.block or len(points)
    return (points[start : start + size] for start in range(0, len(points), size))
