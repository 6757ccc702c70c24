"""The calls of the command line, a module a room; ``kit/cli.py`` puts them together."""
