package assets_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Patterns find what the browser's own expressions find.
func TestPatternsAreRegularExpressions(t *testing.T) {
	got := inNode(t, `
		import { matches } from "./tryit-pattern";
		const patterns = ["", "a", "^a", "a$", "^$", "^[a-z]+$", "^[A-Z]{3}-\\d+$", "^a{2}$", "^a{2,}$", "^a{2,3}$", "^a{0,2}$", "^(a|bc)*$", "^(?:a|bc)+?d?$", "a|^b|c$", "^(|a)b$", "^a*?b$",
			"\\bcat\\b", "\\Bat", "^\\w+@\\w+\\.\\w{2,}$", "^\\S*$", "^.$", "^..$", "^[^]$", "^[]$", "[\\]a]", "[^\\]a]$", "\\u{1F600}", "^\\uD83D\\uDE00$", "\\u0061", "\\x62", "\\cJ", "^\\p{L}+$", "^\\P{L}+$",
			"^(?=.*[A-Z])(?=.*\\d).{4,}$", "^(?!a)", "^(?!.*cat).*$", "(?<=a)b", "(?<!a)b", "(?<=^a+)b$", "(?<=(?=a).)b", "^(?<x>a)b", "\\/", "\\-a", "[a\\-z]", "^\\+?[1-9]\\d{1,14}$", "^(a+)+$", "^(a*)*b$", "^(?:a{1,2}){2,3}$",
			"^((a{0}){2000}){2000}b", "(?=a)b", "(a|b)(?!c)", "^a{3,1000000}$", "^a{0}$", "^[\\s\\S]{1,65536}$", "\\$", "^\\^", "\\(a\\)", "a{1", "x]", "}"];
		const texts = ["", "a", "b", "aa", "aaa", "aaaa", "ab", "ba", "abc", "abcd", "bc", "ABC-12", "cat", "the cat sat", "concat", "Secret1", "ada@example.com", "\u{1F600}", "\uD83D", "é", "éa", "\n", "a\nb", "]", "a]", "-a", "/", "+15551234567", "$", "^a", "(a)", "a{1", "}", "aab", "x]", "1"];
		const results = [];
		for (const pattern of patterns) {
			let own;
			try { own = new RegExp(pattern, "u"); } catch { own = new RegExp(pattern); }
			for (const text of texts) {
				if (matches(pattern, text, { left: 100_000 }) !== own.test(text)) {
					results.push(pattern + " in " + JSON.stringify(text) + ": " + own.test(text));
				}
			}
		}
	`)
	if diff := cmp.Diff([]any{}, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever a description has for patterns, and an answer for texts, the page goes on: each of these takes longer than anybody lives, if
// it is taken as it stands. Where there is no telling, nothing is wrong.
func TestNoPatternTakesForEver(t *testing.T) {
	got := inNode(t, `
		import { check } from "./tryit-check";
		import { treeOf } from "./json-tree";
		const wrong = (schema, value) => check({}, schema, treeOf(value)).length;
		const a = "a".repeat(1_990) + "!";
		const results = ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(a*)*$", "^(.*a){20}$", "^(\\w+\\s?)*$", "^([a-z]+)*[0-9]$", "^(a?){100}a{100}$", "^.*.*.*.*.*=$", "(a+)+b", "(.*)*$b"].map((pattern) => wrong({ type: "string", pattern }, a));
		const unknown = ["^(?=(a+)+$)(?=(.*.*)+$)x", "(?<=(a+)+)b", "^(((a{1,100}){1,100}){1,100})*b$", "^(a)\\1*b$", "(?i)A", "((((".repeat(5_000), "(".repeat(50_000) + ")".repeat(50_000), "^(((x{0}){9999}){9999}){9999}b"];
		results.push(unknown.map((pattern) => wrong({ type: "string", pattern }, a) < 2));
		results.push(wrong({ items: { pattern: "^(a+)+$" } }, Array(20_000).fill(a)) < 20_000);
		results.push(wrong({ patternProperties: { "^(a+)+$": false }, additionalProperties: false }, { [a]: 1 }));
		results.push(wrong({ propertyNames: { pattern: "^(a+)+$" } }, { [a]: 1 }));
	`)
	want := list(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, list(true, true, true, true, true, true, true, true), true, 1.0, 1.0)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
