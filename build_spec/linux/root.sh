#!/bin/sh
# Makes, once, the smallest root of a release, in which nothing of a desktop is; prints its folder.
#   root.sh CACHE bookworm|trixie|noble
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
cache=$1 suite=$2
case $suite in
    noble) keyring=ubuntu-archive-keyring.gpg mirror=${UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu} ;;
    *) keyring=debian-archive-keyring.gpg mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian} ;;
esac
sh "$here/debian.sh" debootstrap debian-archive-keyring ubuntu-keyring xvfb >&2
root="$cache/roots/$suite"
if [ ! -f "$root/.ready" ]; then
    echo "Racine nue de $suite : $root" >&2
    rm -rf "$root"
    mkdir -p "$cache/roots"
    debootstrap --variant=minbase --keyring="/usr/share/keyrings/$keyring" "$suite" "$root" "$mirror" >&2
    # apt there reaches its mirror as it does here
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries|Force)' >"$root/etc/apt/apt.conf.d/90acquire" || true
    touch "$root/.ready"
fi
echo "$root"
