# Documents in a real LibreOffice. Included at the end of the Makefile.
#   make test-office   opens every ODT, DOCX and CSV that the kit writes and compares what LibreOffice found in them
# Debian: apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils
.PHONY: test-office

test-office: setup-dev
	KIT_OFFICE=1 $(PY) -m pytest -p no:randomly -q -m office tests/office
