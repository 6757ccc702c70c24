# Messages in real mail programs. Included at the end of the Makefile.
#   make test-mail   Thunderbird (writing HTML, writing plain text) and Claws Mail get what the kit hands over, on a
#                    screen of their own; the programs are installed from Debian, and a missing one is a failure
.PHONY: test-mail mail-programs

MAIL_PACKAGES = thunderbird claws-mail openbox xdotool desktop-file-utils xdg-utils xvfb dbus

mail-programs:
	@missing=$$(for p in $(MAIL_PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q "ok installed" || printf '%s ' $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "Installation de : $$missing"; \
		as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

test-mail: setup-dev mail-programs
	KIT_MAIL=1 $(PY) -m pytest -p no:randomly -q tests/mail
