#!/bin/sh
# Sees to it that the tests find what they drive: Chromium, Node, jq, and Python with requests.
# Installs what is missing where it may (Debian, as root); otherwise says what is missing, and
# the tests that need it are skipped, or fail with CI=true.
set -u

packages=
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || packages="$packages chromium"
have node || packages="$packages nodejs"
have python3 || packages="$packages python3"
python3 -c 'import requests' 2>/dev/null || /usr/bin/python3 -c 'import requests' 2>/dev/null || packages="$packages python3-requests"
have curl || packages="$packages curl"
have jq || packages="$packages jq"
[ -n "$packages" ] || exit 0

if have apt-get && [ "$(id -u)" = 0 ]; then
	echo "installing:$packages"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $packages >/dev/null && exit 0
	echo "could not install:$packages" >&2
else
	echo "missing, so some tests are skipped:$packages (on Debian: sudo apt-get install$packages)" >&2
fi
[ "${CI:-}" != true ]
