"""What a run lends to its pages."""
