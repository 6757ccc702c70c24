"""The frame: window, sidebar, top bar, notices, keys, and what is looked after once the first frame is painted."""
