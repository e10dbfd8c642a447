"""How fast and how heavy the product is, measured in a real browser beside an empty page and beside what others do.

``python -m tests.bench`` writes ``RESULTS.md``. Nothing here passes or fails: machines differ, so times stand beside
those of an empty page of the same shell, measured in the same run.
"""
