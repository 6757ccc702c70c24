"""Exemples et réseaux: each as a form."""
