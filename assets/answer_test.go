package assets_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
)

// inNode runs a script that may import what is in ts, and returns what it puts into "results".
func inNode(t *testing.T, script string) any {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no node")
		}
		t.Skip("there is no node")
	}
	built := api.Build(api.BuildOptions{
		Bundle: true, Format: api.FormatESModule,
		Stdin: &api.StdinOptions{ResolveDir: "ts", Loader: api.LoaderTS, Contents: script + "\nconsole.log(JSON.stringify(results));"},
	})
	if len(built.Errors) > 0 {
		t.Fatal(built.Errors)
	}
	out, err := exec.Command(node, "--input-type=module", "-e", string(built.OutputFiles[0].Contents)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var results any
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return results
}

func list(all ...any) any { return all }

// However the network cuts a stream, the same comes out of it.
func TestStreamsAreReadInAnyPieces(t *testing.T) {
	got := inNode(t, `
		import { eventSplitter, lineSplitter } from "./answer-stream";
		import { readFrames } from "./tryit-frames";
		const results = [];
		const bytes = (text) => new TextEncoder().encode(text);
		const cut = (all, size) => Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
		for (const [make, text] of [
			[eventSplitter, ": hi\r\nevent: tick\r\nid: 7\r\ndata: é\r\ndata:b\r\n\r\ndata\rdata:x\r\r\nretry: 5\ndata: open"],
			[lineSplitter, "{\"a\":1}\r\n\r\n\x1e{\"b\":\"€\"}\nlast"],
		]) {
			const seen = new Set();
			for (let size = 1; size < 30; size++) {
				const one = make();
				seen.add(JSON.stringify([...cut(bytes(text), size).flatMap((piece) => one.take(piece)), ...one.end()]));
			}
			results.push([...seen]);
		}
		const frame = (kind, payload) => { const p = bytes(payload); const f = new Uint8Array(5 + p.length); f[0] = kind.charCodeAt(0); new DataView(f.buffer).setUint32(1, p.length); f.set(p, 5); return f; };
		const stream = (pieces) => new ReadableStream({ start(c) { pieces.forEach((p) => c.enqueue(p)); c.close(); } });
		const read = async (pieces) => { const all = []; try { for await (const f of readFrames(stream(pieces))) { all.push(f.kind + (f.bytes ? new TextDecoder().decode(f.bytes) : (f.head?.status ?? f.end?.bytes ?? ""))); } } catch (e) { all.push(e.message); } return all.join(); };
		const whole = new Uint8Array([...frame("H", '{"status":200}'), ...frame("D", "déjà"), ...frame("D", ""), ...frame("E", '{"bytes":6}')]);
		const seen = new Set();
		for (let size = 1; size <= whole.length; size++) {
			seen.add(await read(cut(whole, size)));
		}
		results.push([...seen], await read([frame("X", "")]), await read([new Uint8Array([68, 255, 255, 255, 255])]), await read([whole.slice(0, 22)]));
	`)
	want := list(
		list(`[{"text":"é\nb","event":"tick","id":"7"},{"text":"\nx"},{"text":"open"}]`),
		list(`[{"text":"{\"a\":1}"},{"text":"{\"b\":\"€\"}"},{"text":"last"}]`),
		list("H200,Ddéjà,D,E6"), "this is no frame", "this is no frame", "H200",
	)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A file's name comes from a server that nobody has to trust.
func TestSavedFilesHaveHarmlessNames(t *testing.T) {
	got := inNode(t, `
		import { fileName } from "./answer-kind";
		const results = [
			'attachment; filename="report.pdf"', 'attachment; filename=plain.txt', 'attachment; filename="../../.bashrc"', 'attachment; filename="C:\\\\Windows\\\\x.dll"',
			"attachment; filename*=UTF-8''na%C3%AFve%20file.txt; filename=other.txt", "attachment; filename*=UTF-8''%2e%2e%2fetc%2fpasswd",
			'attachment; filename="a\u202egnp.exe"', 'attachment; filename=""', 'attachment; filename="..."', "inline", "attachment; filename*=UTF-8''%ff; filename=b.txt",
			'attachment; filename="' + "x".repeat(300) + '.png"',
		].map((header) => fileName([["Content-Disposition", header]], "image/png", "media/get"));
		results.push(fileName([], "text/html", "a/b"), fileName([], "image/svg+xml", "a/b"), fileName([], "constructor", "a/b"), fileName([], "application/problem+json", "a/b"));
	`)
	long := make([]byte, 116)
	for i := range long {
		long[i] = 'x'
	}
	want := list("report.pdf", "plain.txt", "bashrc", "x.dll", "naïve file.txt", "passwd", "agnp.exe", "get.png", "get.png", "get.png", "b.txt", string(long)+".png",
		"b.html.txt", "b.svg.txt", "b.bin", "b.json")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What no XML is stays as it came, and nobody's text keeps a page busy for long.
func TestXMLIsLaidOutOrLeftAlone(t *testing.T) {
	got := inNode(t, `
		import { layOutXML } from "./answer-text";
		const results = ["<a><b x='1'>t</b><c/><!-- n --></a>", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a><![CDATA[<x>]]></a>", "a < b", "<a", "<a b=1/>"].map(layOutXML);
		for (const hostile of ["<!--a>", "<!--", "<?a>", "<![CDATA[", "<a b='", "<a   ", "<!a[", "<a>", "</a>"]) {
			const text = hostile.repeat(300_000 / hostile.length);
			results.push(layOutXML(text).length > 0);
		}
	`)
	want := list("<a>\n  <b x='1'>t</b>\n  <c/>\n  <!-- n -->\n</a>", "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a/>", "<a><![CDATA[<x>]]></a>", "a < b", "<a", "<a b=1/>",
		true, true, true, true, true, true, true, true, true)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// How long a server asks to wait comes from it too.
func TestWaitsAreReadAndSaid(t *testing.T) {
	got := inNode(t, `
		import { retrySeconds, waitWords } from "./answer-words";
		const date = "Sun, 06 Nov 1994 08:49:37 GMT";
		const after = (status, said) => retrySeconds({ status, headers: [["Date", date], ["Retry-After", said]] }) ?? null;
		const results = [
			...[[429, "90"], [503, " 5 "], [200, "90"], [429, "0"], [429, "-1"], [429, "1e9"], [429, "soon"], [429, "Sun, 06 Nov 1994 08:51:37 GMT"], [429, "Sun, 06 Nov 1994 08:00:00 GMT"]].map((one) => after(...one)),
			...[-5, 1, 120, 121, 7200, 7201, 172_800, 172_801, 999_999_999].map(waitWords),
		];
	`)
	want := list(90.0, 5.0, nil, nil, nil, nil, nil, 120.0, nil,
		"1 second", "1 second", "120 seconds", "3 minutes", "120 minutes", "3 hours", "48 hours", "3 days", "11,575 days")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
