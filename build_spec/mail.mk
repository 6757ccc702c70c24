# Messages in real mail programs. Included at the end of the Makefile.
#   make test-mail   Thunderbird (writing HTML, writing plain text) and Claws Mail get what the kit hands over, on a
#                    screen of their own, in 6 minutes (12 on a busy machine); the programs are installed from Debian, and
#                    a missing one is a failure
.PHONY: test-mail

test-mail: setup-dev
	@sh build_spec/debian.sh thunderbird claws-mail openbox xdotool desktop-file-utils xdg-utils file xvfb dbus
	KIT_MAIL=1 $(PY) -m pytest -p no:randomly -q tests/mail
