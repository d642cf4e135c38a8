#!/bin/sh
# Has Lighthouse look at a guide and at the page of an operation, and fails unless all four of its categories are at
# 100. Its performance score follows the load of the machine: run it when nothing else runs.
set -eu

lighthouse=lighthouse@12.8.2
listen=localhost:8399
pages='guides/getting-started/ reference/whatsapp/sendMessage/'

chrome=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROME_PATH="$chrome"
work=$(mktemp -d)
bin/docsite serve --spec openapi/openapi.yaml --content content --listen "$listen" --base-path / >"$work/log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
	curl --silent --fail --output /dev/null "http://$listen/" && break
	sleep 0.5
done

below=0
for page in $pages; do
	npx --yes "$lighthouse" "http://$listen/$page" --quiet --chrome-flags='--headless=new --no-sandbox' --output=json --output-path="$work/report.json"
	jq --raw-output --arg page "$page" '"\($page): " + ([.categories[] | "\(.title) \(.score * 100)"] | join(", "))' "$work/report.json"
	jq --exit-status 'all(.categories[]; .score == 1)' "$work/report.json" >/dev/null || below=1
done
exit $below
