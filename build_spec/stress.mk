# The window under hands that do anything. Included at the end of the Makefile.
#   make test-stress   the real program for KIT_STRESS_SECONDS (300): places, looks, sizes, prints, searches, merges,
#                      other dossiers, closing under way; prints its seeds, KIT_STRESS_SEED gives one again
.PHONY: test-stress

test-stress: setup-dev
	@$(PY) tests/stress/run.py
