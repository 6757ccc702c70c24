# Two commands are enough: `make run` and `make test`. Both set everything up by themselves.
EVERY_SCREEN = tests/gui/every_screen
PARTS = tests/unit tests/gui/features tests/gui tests/unit/dossier tests tests/unit/acts $(EVERY_SCREEN)/test_access.py \
	$(EVERY_SCREEN)/test_access_reader.py $(EVERY_SCREEN)/test_nothing_grows.py
.PHONY: run test $(PARTS) checks proofs setup setup-dev lint format bench bench-quick bench-guard tour images aide features parcours house lock clean

PY = .venv/bin/python

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(PY) -m ui; \
	else \
		echo "Pas d’écran ici : visite du programme sans fenêtre."; \
		$(MAKE) --no-print-directory tour; \
	fi

tour: setup
	@rm -rf build/visite
	@QT_QPA_PLATFORM=offscreen $(PY) -m ui.app --tour build/visite
	@echo "Images et documents : $(CURDIR)/build/visite"

images: tour
	@mkdir -p docs/images
	@for name in accueil convaincre sujet agir-1 imprimer recherche contacter plan modele; do \
		cp build/visite/[0-9][0-9]-$$name.png docs/images/$${name%-1}.png; \
	done

# The pictures of the help, made anew from the program.
aide: setup
	@rm -rf build/visite-aide
	@QT_QPA_PLATFORM=offscreen $(PY) -m ui.app --tour build/visite-aide --theme light
	@cp build/visite-aide/aide/*.png resources/aide/

setup:
	@sh build_spec/setup.sh runtime

setup-dev:
	@sh build_spec/setup.sh dev

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	PYTHONPATH=. .venv/bin/lint-imports --no-logo
	$(PY) -m kit lint

format: setup-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# The tests in parts, each in a process of its own: what one leaves to be freed never meets the windows of another. Two
# run at once, on the two cores that a machine has at least, the longest first; what each gave is shown when it is done.
# A part leaves out what is a part itself, so that « tests » is all the rest. One alone: make tests/gui/features
# The long ones of every_screen stand alone as well (docs/decisions/0092).
test: lint
	@$(MAKE) --no-print-directory -k -j2 $(if $(filter output-sync,$(.FEATURES)),-O) $(PARTS)

$(PARTS):
	@$(PY) -m pytest $@ $(patsubst %,--ignore=%,$(filter $@/%,$(PARTS)))

# What every submission must pass, one after the other: a proof may take both cores.
checks:
	$(MAKE) --no-print-directory test
	$(MAKE) --no-print-directory test-a11y
	$(MAKE) --no-print-directory test-office
	$(MAKE) --no-print-directory test-mail
	$(MAKE) --no-print-directory test-pocket
	$(MAKE) --no-print-directory test-epub
	$(MAKE) --no-print-directory test-packaging
	$(MAKE) --no-print-directory test-deb-root
	$(MAKE) --no-print-directory bench-guard

# All that can be proved without a person: the checks, and five minutes of hands that do anything, by chance.
proofs: checks
	$(MAKE) --no-print-directory test-stress

# The features of the kit beside those of its peers, each driven to its end first: docs/fonctions.md.
features: setup-dev
	$(PY) -m pytest tests/gui/table --peers ../shared/research/peers.md \
		--deselect tests/gui/table/test_table.py::test_the_page_says_what_the_tests_say
	$(PY) -m pytest -q tests/gui/table/test_table.py

# The pictures of docs/parcours.md: four people at work in the real window.
parcours: setup-dev
	@mkdir -p docs/images/parcours
	KIT_PARCOURS=docs/images/parcours $(PY) -m pytest -q tests/gui/journeys/test_four_people.py

bench: setup-dev
	$(PY) bench/run.py

bench-quick: setup-dev
	$(PY) bench/run.py --quick

bench-guard: setup-dev
	$(PY) bench/guard.py

# The packages and their imports, drawn: docs/images/house.svg.
house: setup-dev
	$(PY) dev/house.py

lock:
	for set in runtime dev; do \
		uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header \
			requirements/$$set.in -o requirements/$$set.txt; \
	done
	$(MAKE) --no-print-directory lock-build

clean:
	rm -rf build dist resources/index .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Slow proofs, each a target of its own.
include build_spec/package.mk
include build_spec/office.mk
include build_spec/a11y.mk
include build_spec/mail.mk
include build_spec/pocket.mk
include build_spec/epub.mk
include build_spec/stress.mk
include build_spec/release.mk
