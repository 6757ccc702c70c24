"""Texts to read: an article, the chapter Comprendre, glossary, sources, networks, examples, favourites."""
