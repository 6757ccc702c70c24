"""``python -m kit``: the command line."""

import sys

from kit.cli import main

if __name__ == "__main__":
    sys.exit(main())
