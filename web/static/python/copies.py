"""Copies of names: an exercise works on what the page's cells have left, and changes none of it."""

import contextlib
import copy

import numpy

WRITABLE = (numpy.ndarray, list, dict, set, numpy.random.Generator)


def copies_of(names):
    """The same names, with copies of what can be written into; what cannot be copied is shared."""
    own, copies = dict(names), {}
    for name, value in names.items():
        if name != "__builtins__" and isinstance(value, WRITABLE):
            with contextlib.suppress(Exception):
                tried = dict(copies)  # half a copy must not take the place of another name's value
                own[name] = copy.deepcopy(value, tried)
                copies = tried
    return own
