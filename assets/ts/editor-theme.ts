// How the editor looks: just as the text field whose place it takes, so that nothing moves.
import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
	"&": {
		minHeight: "100px",
		maxHeight: "440px",
		border: "var(--hairline) solid var(--border-strong)",
		borderRadius: "var(--radius)",
		background: "var(--bg)",
		color: "var(--text)",
		font: "var(--text-s) / var(--line-s) var(--mono)",
	},
	"&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
	".cm-scroller": { overflow: "auto", font: "inherit", lineHeight: "inherit", minHeight: "98px" },
	".cm-content": { padding: "7px 0", caretColor: "var(--text)" },
	".cm-line": { padding: "0 10px" },
	".cm-cursor": { borderLeftColor: "var(--text)" },
	"&.cm-focused .cm-matchingBracket, .cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--accent)" },
	"&.cm-focused .cm-nonmatchingBracket": { background: "var(--bad-soft)" },
	".cm-lintRange-error, .cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
	".cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
	".cm-tooltip": { border: "var(--hairline) solid var(--border)", borderRadius: "var(--radius)", background: "var(--raised)", color: "var(--text)", boxShadow: "var(--shadow)", overflow: "hidden" },
	".cm-tooltip.cm-tooltip-lint, .cm-diagnostic": { maxWidth: "min(380px, 90vw)", font: "var(--text-s) / var(--line-s) var(--font)" },
	".cm-diagnostic": { padding: "6px 10px", borderLeftWidth: "3px" },
	".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
	".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
	".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "240px", maxWidth: "min(380px, 90vw)", font: "var(--text-s) / var(--line-s) var(--mono)" },
	".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px" },
	".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--accent-text)" },
	".cm-completionMatchedText": { textDecoration: "none", fontWeight: "var(--bold)" },
	".cm-completionDetail": { marginLeft: "12px", color: "var(--muted)", fontStyle: "normal", fontFamily: "var(--font)" },
	"li[aria-selected] .cm-completionDetail": { color: "inherit" },
	".cm-tooltip.cm-completionInfo": { padding: "6px 10px", maxWidth: "280px", font: "var(--text-s) / var(--line-s) var(--font)" },
	".cm-panels": { background: "var(--surface)", color: "var(--text)", borderColor: "var(--border)" },
	".cm-foldPlaceholder": { background: "var(--hover)", border: "var(--hairline) solid var(--border)", color: "var(--muted)" },
	// Smaller letters make a phone zoom in.
	"@media (pointer: coarse)": { "&": { fontSize: "1rem", lineHeight: "1.375rem" } },
});
