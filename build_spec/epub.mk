# The book for e-readers. Included at the end of the Makefile.
#   make test-epub   EPUBCheck (Debian) and DAISY's Ace (npm, pinned in tests/epub, with Debian's Chromium) on the books
#                    that the kit writes: nothing to say of them, or it fails, and so does a missing program
.PHONY: test-epub tests/epub/node_modules

tests/epub/node_modules: setup-dev
	@command -v npm >/dev/null || sh build_spec/debian.sh nodejs npm
	@cd tests/epub && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

test-epub: tests/epub/node_modules
	@sh build_spec/debian.sh chromium default-jre-headless epubcheck
	KIT_EPUB=1 $(PY) -m pytest -p no:randomly -q tests/epub
