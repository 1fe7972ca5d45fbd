"""`make prove`: break a copy of the project, one fault at a time, and see whether the tests catch each.

`change.py` says what a change is, `code.py`, `words.py`, `recorded.py` and `browser.py` hold the faults of each kind,
`harmless.py` the changes that must alarm nobody, and `workshop.py` tries one change after the other.
"""
