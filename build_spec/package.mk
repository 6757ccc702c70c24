# Packages of the program. Included at the end of the Makefile.
#   make bundle    the Linux folder, dist/linux/kit-ess        make linux    its tar.xz and .deb
#   make windows   dist/windows: KitESS/, installer, zip       make bench-size   a table of parts
#   make test-packaging   builds all, then tries it as a user would
#   make test-deb-root    the .deb in bare roots, as root: DEB_ROOTS="trixie noble bookworm" (the last is too old, and says so)
# Environments (Python, Wine, wheels) are made once per lock file in ~/.cache/kit-ess-build (KIT_BUILD_CACHE: elsewhere).
.PHONY: bundle linux windows bench-size bench-frozen test-packaging test-deb-root lock-build sources-of-qt

KIT_BUILD_CACHE ?= $(HOME)/.cache/kit-ess-build
export KIT_BUILD_CACHE
BUILD_PY = $$(sh build_spec/linux/environment.sh "$(KIT_BUILD_CACHE)")/bin/python

bundle:
	$(BUILD_PY) build_spec/bundle.py

linux: bundle
	$(BUILD_PY) build_spec/linux/package.py

windows:
	$(BUILD_PY) build_spec/windows/build.py

bench-size:
	$(BUILD_PY) build_spec/sizes.py

bench-frozen:
	$(BUILD_PY) build_spec/frozen_start.py

test-packaging: setup-dev linux windows
	KIT_PACKAGING=1 $(PY) -m pytest -p no:randomly -q tests/packaging

DEB_ROOTS ?= trixie
test-deb-root: setup-dev
	@test -f dist/linux/SHA256SUMS || $(MAKE) --no-print-directory linux
	KIT_PACKAGING=1 KIT_ROOTS="$(DEB_ROOTS)" $(PY) -m pytest -p no:randomly -q tests/packaging/test_deb_root.py

lock-build:
	for set in build windows windows-build; do \
		case $$set in build) on=x86_64-manylinux_2_36 ;; *) on=x86_64-pc-windows-msvc ;; esac; \
		uv pip compile -q --python-platform $$on --python-version 3.13 --generate-hashes --no-emit-index-url --no-header \
			requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done
