"""Search over the texts: French folding, a full-text index made at build time, ranked hits."""
