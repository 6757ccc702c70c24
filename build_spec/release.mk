# A version to give away. Included at the end of the Makefile.
#   make release   runs all checks, builds all programs, then lays out dist/cle-usb, ready to be copied to a USB key
#   make key       lays out dist/cle-usb from the programs that are built already
#   make edition EDITION=dir   the kit of another CRESS or network: dir holds kit.toml and content (docs/editions.md)
.PHONY: release key edition

release: proofs
	$(MAKE) --no-print-directory key

key: setup-dev
	$(PY) build_spec/release.py

edition: setup-dev
	@test -n "$(EDITION)" || { echo "Dites quel dossier : make edition EDITION=dossier" >&2; exit 1; }
	$(PY) build_spec/edition.py "$(EDITION)" build/edition
	KIT_SOURCES="$(CURDIR)/build/edition" KIT_DIST="$(CURDIR)/dist/edition" \
		$(MAKE) --no-print-directory linux windows key
