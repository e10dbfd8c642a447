"""Long proofs of the methods, run by ``make proof``; their figures stand in the bench's results under "Proofs"."""
