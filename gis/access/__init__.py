"""Who may see what: `people` says who is asking, `suppression` what of a table of counts they may see.

`hiding` is the arithmetic behind it: which further cells must be hidden so that none can be worked out.
"""
