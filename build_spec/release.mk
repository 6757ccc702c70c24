# A version to give away. Included at the end of the Makefile.
#   make release   runs all checks, builds all programs, then lays out dist/cle-usb, ready to be copied to a USB key
#   make key       lays out dist/cle-usb from the programs that are built already
#   make edition EDITION=dir   the kit of another CRESS or network: dir holds kit.toml and content (docs/editions.md)
.PHONY: release key edition

release: proofs
	$(MAKE) --no-print-directory key

key: setup-dev
	$(PY) build_spec/release.py

# The programs are built once, or taken from a folder of them (BASE=dist), and get the edition's own resources.
EDITION_ENV = KIT_SOURCES="$(CURDIR)/build/edition" KIT_DIST="$(CURDIR)/dist/edition"
EDITION_BASE = $(abspath $(or $(BASE),build/base))

edition: setup-dev
	@test -n "$(EDITION)" || { echo "Dites quel dossier : make edition EDITION=dossier" >&2; exit 1; }
	$(PY) build_spec/edition.py "$(EDITION)" build/edition
	@test -n "$(BASE)" || $(BUILD_PY) build_spec/bundle.py --out build/base/linux --work build/base/linux-work
	@test -n "$(BASE)" || $(BUILD_PY) build_spec/windows/build.py --only-folder --out build/base/windows --work build/base/windows-work
	$(EDITION_ENV) $(BUILD_PY) build_spec/bundle.py --built $(EDITION_BASE)/linux --work build/edition-linux
	$(EDITION_ENV) $(BUILD_PY) build_spec/linux/package.py --work build/edition-linux
	$(EDITION_ENV) $(BUILD_PY) build_spec/windows/build.py --built $(EDITION_BASE)/windows --work build/edition-windows
	$(EDITION_ENV) $(PY) build_spec/release.py
