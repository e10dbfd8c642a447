"""Who may see what: `people` says who is asking and what they may see, `suppression` what of a table of counts.

`granting` reads what roles are to be given. `hiding` is the arithmetic behind suppression: which further cells must be
hidden so that none can be worked out.
"""
