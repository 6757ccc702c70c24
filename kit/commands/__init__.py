"""The calls of the command line, one module for each group of them; ``kit/cli.py`` puts them together."""
