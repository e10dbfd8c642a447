"""The law's clocks as data: which limit applies to a file, when it runs out, and how sure we are of its text.

``rules.toml`` holds them. `provision`, `terms`, `barred` and `minimums` say what a rule is; `reading`, `checks` and
`rules` read, check and hand them out; `verifying` marks what was held against the original. `days` counts days,
`clocks` judges whole frames of `files`, `judgments` says what follows.
"""
