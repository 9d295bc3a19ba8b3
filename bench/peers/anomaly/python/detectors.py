"""The detectors by the names that the evaluation asks for; a detector's packages are loaded when it is asked for."""


def detector_of(name: str):
    """Its class, made of points and the number of those that warm up, and the version of its package."""
    if name.startswith("isolation forest"):
        import sklearn

        from isolation_forest import BatchForest, RefittedForest

        return (RefittedForest if "refitted" in name else BatchForest), sklearn.__version__
    import river

    from half_space_trees import HalfSpaceTrees

    return HalfSpaceTrees, river.__version__
