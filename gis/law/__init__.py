"""The law's clocks as data: which limit applies to a file, when it runs out, and how sure we are of its text.

``rules.toml`` holds the clocks, `rules` reads and checks them, `days` counts days, `clocks` judges whole frames of
`files`, `judgments` says what follows.
"""
