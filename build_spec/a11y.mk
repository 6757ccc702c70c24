# Access, proved. Included at the end of the Makefile.
#   make test-a11y     the tests of access and the reader from outside (Xvfb, AT-SPI): a table of the checks A1 to A32;
#                      missing packages of the system are installed by setup-dev, and what cannot be is a failure
#   make golden-tour   every screen in every theme: pictures to look at in build/visite-*, then the small golden ones
.PHONY: test-a11y golden-tour

test-a11y: setup-dev
	@$(PY) tests/a11y/table.py

golden-tour: setup-dev
	@QT_QPA_PLATFORM=offscreen $(PY) tests/gui/every_screen/tour_pictures.py
