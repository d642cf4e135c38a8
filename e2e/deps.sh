#!/bin/sh
# Sees to it that the tests find what they drive: Chromium, Node, jq, Python with requests, and axe-core, which checks
# pages for accessibility. Installs what is missing where it may (Debian, as root; axe-core into e2e/deps); otherwise
# says what is missing, and the tests that need it are skipped, or fail with CI=true.
set -u

packages=
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || packages="$packages chromium"
have node || packages="$packages nodejs"
have npm || packages="$packages npm"
have python3 || packages="$packages python3"
python3 -c 'import requests' 2>/dev/null || /usr/bin/python3 -c 'import requests' 2>/dev/null || packages="$packages python3-requests"
have curl || packages="$packages curl"
have jq || packages="$packages jq"

if [ -n "$packages" ]; then
	if have apt-get && [ "$(id -u)" = 0 ]; then
		echo "installing:$packages"
		export DEBIAN_FRONTEND=noninteractive
		if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $packages >/dev/null; then
			packages=
		else
			echo "could not install:$packages" >&2
		fi
	else
		echo "missing, so some tests are skipped:$packages (on Debian: sudo apt-get install$packages)" >&2
	fi
fi

# One file of the npm package is what is needed; nothing of it runs here.
axe=axe-core@4.14.1
deps=$(dirname "$0")/deps
if [ ! -f "$deps/node_modules/axe-core/axe.min.js" ]; then
	if ! have npm || ! npm install --prefix "$deps" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent "$axe"; then
		echo "could not install: $axe" >&2
		packages="$packages $axe"
	fi
fi

[ -z "$packages" ] || [ "${CI:-}" != true ]
