# The page for a telephone. Included at the end of the Makefile.
#   make test-pocket   its script in Node against the kit (search, journal, types), then the page in three engines:
#                      Chromium, Firefox, WebKit (Safari's), by touch and by keyboard, with axe; browsers come from
#                      Debian, what drives them from npm (pinned in tests/pocket), and a missing one is a failure. They
#                      run without a network and on a disk of their own (unshare: root, or user namespaces)
#   make bench-pocket  its size, and the time until it can be used on a processor six times slower
.PHONY: test-pocket bench-pocket tests/pocket/node_modules

tests/pocket/node_modules: setup-dev
	@command -v npm >/dev/null || sh build_spec/debian.sh nodejs npm
	@cd tests/pocket && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

test-pocket: tests/pocket/node_modules
	@sh build_spec/debian.sh chromium chromium-driver firefox-esr webkit2gtk-driver xvfb iproute2 util-linux
	KIT_POCKET=1 $(PY) -m pytest -p no:randomly -q tests/pocket

bench-pocket: tests/pocket/node_modules
	@sh build_spec/debian.sh chromium
	$(PY) bench/pocket.py
