"""How many readers an office's machine serves at once, and for how long: ``make load`` and ``make soak``."""
