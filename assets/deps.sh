#!/bin/sh
# Fetches what the JSON editor of the Try-It panel is made of into assets/deps: the packages of CodeMirror, all at fixed
# versions. "make generate" bundles them into editor.gen.js, which is committed, and only asks for this when its
# sources have changed: building the module needs none of it. Nothing of them runs here.
set -eu

packages="@codemirror/state@6.7.6 @codemirror/view@6.43.15 @codemirror/commands@6.11.1 @codemirror/language@6.13.1
	@codemirror/autocomplete@6.20.4 @codemirror/lint@6.9.8 @codemirror/lang-json@6.0.2 @lezer/common@1.5.5
	@lezer/highlight@1.2.5 @lezer/lr@1.4.12 @lezer/json@1.0.3 style-mod@4.1.5 w3c-keyname@2.2.8 crelt@1.0.7
	@marijn/find-cluster-break@1.0.4"

deps=$(dirname "$0")/deps
[ "$(cat "$deps/versions" 2>/dev/null)" != "$packages" ] || exit 0
if ! npm install --prefix "$deps" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent $packages; then
	echo "could not fetch the packages of the JSON editor: npm and a connection are needed" >&2
	exit 1
fi
printf '%s' "$packages" >"$deps/versions"
