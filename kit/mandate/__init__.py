"""Six years of work: its history told, its state at a date, comparisons, a new mandate, the paper that comes back.

``story`` tells the events, ``instant`` keeps and compares states, ``renewal`` begins a mandate, ``paper`` reads codes
typed back from a printed list. The documents are in ``kit.documents``.
"""
