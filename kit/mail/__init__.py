"""Messages to the CRESS: what the form says → a draft → the means to hand it to one's own mail program.

Nothing here ever opens a connection: see ``transports``. Measured facts: research/mail.md.
"""
