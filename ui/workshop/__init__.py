"""The workshop of whoever publishes the kit: its tools, one module each, on one bench."""
