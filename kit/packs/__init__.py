"""New texts in one signed file, to be carried on a key: built by the CRESS, looked at, installed, taken back.

A pack is a plain zip without compression, ``<name>.kitpack``: ``manifest.json``, ``signature.json`` (Ed25519 over the
manifest), ``kit.toml``, ``content/…`` and, where there are some, ``actes/…``. Packs lie beside the shipped texts, one
folder each; a small pointer file says which is in use (``kit.paths.texts``).
"""
