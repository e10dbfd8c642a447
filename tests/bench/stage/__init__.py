"""Pages to compare with, inside the shell of the product: same head, same view bar, same rows, another body."""
