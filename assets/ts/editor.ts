// The editor that takes the place of the body's text field: JSON in colours, marks where it is
// wrong, and the schema's names and values to pick from. A bundle of its own, made of CodeMirror.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldKeymap, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, linter } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./editor-complete";
import { theme } from "./editor-theme";
import type { Knows, Loaded, Opened } from "./tryit-editor";

const colours = HighlightStyle.define([
	{ tag: tags.propertyName, color: "var(--syn-name)" },
	{ tag: tags.string, color: "var(--syn-string)" },
	{ tag: tags.number, color: "var(--syn-number)" },
	{ tag: [tags.bool, tags.null], color: "var(--syn-keyword)" },
]);

// Such a change has come from the text field, so it needn't go back there.
const taken = Annotation.define<boolean>();

function open(field: HTMLTextAreaElement, knows: Knows): Opened {
	const label = field.labels?.[0];
	const focused = document.activeElement === field;
	const { selectionStart, selectionEnd, scrollTop } = field;
	const view = new EditorView({
		state: EditorState.create({
			doc: field.value,
			selection: { anchor: selectionStart, head: selectionEnd },
			extensions: [
				history(),
				json(),
				indentUnit.of("  "),
				bracketMatching(),
				closeBrackets(),
				autocompletion({ override: [completions(knows)], icons: false }),
				linter((view) => marks(knows, view.state.doc.toString()), { delay: 500 }),
				syntaxHighlighting(colours),
				theme,
				EditorView.lineWrapping,
				// Tab goes on to the next field, as everywhere on the page; Ctrl-Enter sends.
				keymap.of([...closeBracketsKeymap, ...completionKeymap, ...foldKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter")]),
				EditorView.contentAttributes.of({ "aria-labelledby": label?.id ?? "", "aria-describedby": field.getAttribute("aria-describedby") ?? "", spellcheck: "false", autocapitalize: "off" }),
				EditorView.updateListener.of((update) => {
					if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(taken))) {
						field.value = update.state.doc.toString();
						field.dispatchEvent(new Event("input", { bubbles: true }));
					}
				}),
				EditorView.domEventHandlers({
					// The same as of a text field that was left.
					blur: () => void field.dispatchEvent(new Event("change", { bubbles: true })),
					beforeinput: (event, view) => event.inputType === "insertText" && !view.composing && insert(view, event.data ?? ""),
				}),
			],
		}),
	});
	field.after(view.dom);
	field.hidden = true;
	view.scrollDOM.scrollTop = scrollTop;
	const focus = () => view.focus();
	label?.addEventListener("click", focus);
	if (focused) {
		view.focus();
	}
	return {
		element: view.dom,
		target: view.contentDOM,
		sync() {
			const text = view.state.doc.toString();
			if (text !== field.value) {
				view.dispatch({ changes: { from: 0, to: text.length, insert: field.value }, annotations: taken.of(true) });
			}
		},
		focus(at) {
			view.focus();
			if (at !== undefined) {
				view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) }, scrollIntoView: true });
			}
		},
		close() {
			label?.removeEventListener("click", focus);
			view.destroy();
			view.dom.remove();
		},
	};
}

/** Puts in what was typed, as the editor does by itself after the browser has: some give it styles, which the page's policy refuses. */
function insert(view: EditorView, text: string): boolean {
	const { from, to } = view.state.selection.main;
	const made = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
	if (!view.state.facet(EditorView.inputHandler).some((handled) => handled(view, from, to, text, made))) {
		view.dispatch(made());
	}
	return true; // nothing is left for the browser
}

function marks(knows: Knows, text: string) {
	return knows.marks(text).map(({ from, to, words, kind }) => ({
		from: Math.min(from, text.length),
		to: Math.min(to, text.length),
		message: words,
		severity: kind === "fault" ? ("error" as const) : ("warning" as const),
	}));
}

(self as unknown as { docsiteEditor: Loaded }).docsiteEditor = { open };
