"""The screens of the atelier, a package each."""
