"""Many collectivités to one anonymous table: what was done, by how many, of which size and département.

``sources`` reads dossiers and messages one at a time, ``answers`` keeps the latest of each collectivité, ``table``
counts and hides what would let one of them be guessed, ``document`` writes it.
"""
