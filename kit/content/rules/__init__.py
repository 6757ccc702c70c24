"""The rules that a text must keep, one module for each concern; ``kit.content.lint`` runs them all."""
