#!/bin/sh
# Installs packages of Debian that are missing; fails, with their names, where that cannot be done.
set -eu
missing=$(for p in "$@"; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "ok installed" || printf '%s ' "$p"; done)
[ -n "$missing" ] || exit 0
echo "Installation de : $missing"
as_root=; [ "$(id -u)" = 0 ] || as_root="sudo -n"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086  # a list of names
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
