"""A module that no page shows and none imports."""


def twice(x):
    return 2 * x
