#!/bin/sh
# What browser tests need from the system: Chromium, fonts with Arabic, libatomic for Playwright's own Node, pdftotext.
set -eu
PACKAGES="chromium fonts-noto-core libatomic1 poppler-utils"
missing=""
command -v chromium >/dev/null || missing="chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
ldconfig -p | grep -q libatomic.so.1 || missing="$missing libatomic1"
[ -d /usr/share/fonts/truetype/noto ] || missing="$missing fonts-noto-core"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need:$(printf ' %s' $missing). On Debian or Ubuntu: sudo apt-get install $PACKAGES" >&2
    exit 1
fi
echo "• Installing for the tests:$(printf ' %s' $missing)"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES >/dev/null
