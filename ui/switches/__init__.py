"""What ``kit-ess`` does for a switch of its command line, without a person: tour, self-test, profile, hand-over."""
