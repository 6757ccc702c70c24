"""One collectivité's work: an append-only journal of events, folded into statuses and values.

``model`` says what an event is, ``line`` how it is written, ``fold`` what the events amount to, ``journal`` reads and
writes the file (``design/journal.md`` is the contract), ``lock`` and ``sidecar`` know the files beside it, ``merge``,
``backup`` and ``clean`` work on whole files, and ``dossier.Dossier`` is what the rest of the program holds.
"""
