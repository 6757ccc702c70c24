"""Out of the program: what can be printed, pages, preview, printer, files, the mail program."""
