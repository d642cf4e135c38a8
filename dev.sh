#!/bin/sh
# Builds and starts the demo, and does so again whenever a source file changes.
# usage: dev.sh LISTEN DATA
set -u
mkdir -p bin
stamp=bin/.dev
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; wait; exit 0' INT TERM
while :; do
	touch "$stamp"
	if make -s generate build; then
		bin/wpengine serve --listen "$1" --data "$2" --network sandbox --demo &
		pid=$!
	fi
	until [ -n "$(find . -name .git -prune -o -name "$2" -prune -o \( -name '*.go' -o -name '*.md' -o -name '*.yaml' -o -name '*.ts' -o -name '*.css' -o -name '*.html' \) -newer "$stamp" ! -name '*.gen.*' -print -quit)" ]; do
		sleep 1
	done
	[ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid"; pid=; }
done
