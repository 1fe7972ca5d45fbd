"""Copies of names: an exercise works on what the page's cells have left, and changes none of it.

What a timed cell adds is kept as text, since Stop ends the Python that has made it.
"""

import base64
import contextlib
import copy
import pickle

import numpy

WRITABLE = (numpy.ndarray, list, dict, set, numpy.random.Generator)
MOST = 1_000_000  # bytes of a value that is kept


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


def packed(names):
    """A text that holds names with their values, but for those that are large or no data."""
    kept = {}
    for name, value in names.items():
        with contextlib.suppress(Exception):
            if getattr(value, "nbytes", 0) <= MOST and len(data := pickle.dumps(value)) <= MOST:
                kept[name] = data
    return base64.b64encode(pickle.dumps(kept)).decode("ascii")


def unpacked(text):
    """The names that a text holds, but for those whose values need what is no longer there."""
    names = {}
    for name, data in pickle.loads(base64.b64decode(text)).items():
        with contextlib.suppress(Exception):
            names[name] = pickle.loads(data)
    return names
