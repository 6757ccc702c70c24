"""Figures and maps: values to one drawing, which the window, paper and files all show."""
