package assets_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A line of a stream is one piece, however long it is: half of one would be told to be no JSON.
func TestLongPiecesOfStreamsStayWhole(t *testing.T) {
	got := inNode(t, `
		import { eventSplitter, lineSplitter } from "./answer-stream";
		const long = JSON.stringify({ picture: "x".repeat(3 << 20) });
		const results = [[eventSplitter, "event: picture\ndata: " + long + "\n\ndata: next\n\n"], [lineSplitter, long + "\n1\n"]].map(([make, text]) => {
			const splitter = make();
			const bytes = new TextEncoder().encode(text);
			const pieces = [];
			for (let at = 0; at < bytes.length; at += 64 << 10) {
				pieces.push(...splitter.take(bytes.subarray(at, at + (64 << 10))));
			}
			return [...pieces, ...splitter.end()].map((piece) => (piece.text === long ? "whole" : piece.text) + (piece.event ?? "")).join();
		});
	`)
	if diff := cmp.Diff(list("wholepicture,next", "whole,1"), got); diff != "" {
		t.Error(diff)
	}
}

// What is pasted for a credential may be long: the server is to say that it is too long.
func TestLongCredentialsAreEncoded(t *testing.T) {
	got := inNode(t, `
		import { base64 } from "./tryit-request";
		const results = [base64("é".repeat(150_000)).length, base64("é:x")];
	`)
	if diff := cmp.Diff(list(400000.0, "w6k6eA=="), got); diff != "" {
		t.Error(diff)
	}
}

// The head of an answer is one frame, whatever the server puts into its headers.
func TestLargestHeadIsRead(t *testing.T) {
	got := inNode(t, `
		import { readFrames } from "./tryit-frames";
		const results = [];
		const head = new TextEncoder().encode('{"status":200,"headers":[["X-Long","' + "\\u003c".repeat(256 << 10) + '"]]}');
		const frame = new Uint8Array(5 + head.length);
		frame[0] = 72;
		new DataView(frame.buffer).setUint32(1, head.length);
		frame.set(head, 5);
		for await (const { kind, head } of readFrames(new Blob([frame]).stream())) {
			results.push(kind, head.headers[0][1].length);
		}
	`)
	if diff := cmp.Diff(list("H", 262144.0), got); diff != "" {
		t.Error(diff)
	}
}

// An answer that differs from its description in very many places, or is very deep, is checked or left alone; it never ends the check by an error.
func TestAnswersOfAnyShapeAreChecked(t *testing.T) {
	got := inNode(t, `
		import { differencesOf } from "./answer-check";
		import { lazyTree } from "./json-lazy";
		import { check, placeOf } from "./tryit-check";
		const found = (schema, text) => {
			const all = differencesOf({ model: { defs: {} }, check, placeOf }, schema, lazyTree(text));
			return all.length > 10 ? "many" : all.map(({ place, way }) => place + way.length).join();
		};
		const deep = (n) => "[".repeat(n) + "]".repeat(n);
		const members = (n, last = 1) => "{" + Array.from({ length: n }, (_, i) => '"m' + i + '":' + (i === n - 1 ? last : 1)).join() + "}";
		const texts = Array.from({ length: 250 }, (_, i) => "c" + i);
		const results = [
			found({ additionalProperties: false }, members(180_000)),
			found({ required: ["m0", "m"] }, members(10)),
			found({ items: { enum: texts } }, JSON.stringify([...Array(5_000).fill("c249"), "c250", 1])),
			found({ items: { enum: ["1", 1, null] } }, '["1", 1.0, null, "null", "\\u0031"]'),
			found({ uniqueItems: true }, "[" + deep(20_000) + "," + deep(20_000) + "]"),
			found({ uniqueItems: true }, "[" + deep(20) + "," + deep(20) + "]"),
			found({ uniqueItems: true }, '[{"a":1,"b":2},{"b":2.0,"a":1},{"a":1,"c":2}]'),
			found({ uniqueItems: true }, "[" + Array.from({ length: 200 }, (_, i) => members(100, i % 199)).join() + "]"),
		];
	`)
	want := list("many", "1", "[5000]2,[5001]2", "[3]2", "", "[1]2", "[1]2", "[199]2")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
