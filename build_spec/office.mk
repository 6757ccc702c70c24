# Documents in a real LibreOffice. Included at the end of the Makefile.
#   make test-office   opens every ODT, DOCX and CSV that the kit writes and compares what LibreOffice found in them,
#                      and prints by the dialog of the system on a printer of CUPS that writes PDF;
#                      the programs (and letters as wide as Arial's) are installed from Debian, and a missing one is
#                      a failure
.PHONY: test-office

test-office: setup-dev
	@sh build_spec/debian.sh libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-liberation \
		cups-daemon cups-client cups-filters printer-driver-cups-pdf
	KIT_OFFICE=1 $(PY) -m pytest -p no:randomly -q -m office tests/office
