// The colours of samples: those that docsite/highlight gives them, from the words that samples have.

/** A piece of code and its class, "" for none. */
export type Painted = [kind: string, text: string];

/** Paints the code of a sample. An element of it never spans two lines. */
export function paint(id: string, code: string): Painted[] {
	const all: Painted[] = [];
	const scan = id === "curl" ? scanShell : scanCode(grammars[id] ?? {});
	for (const [kind, text] of scan(code)) {
		for (const line of text.split(/(\n)/)) {
			const last = all.at(-1);
			const open = last && last[1] !== "\n" ? last : undefined;
			if (line === "") {
				continue;
			}
			// White space takes the colour before it.
			if (open && line !== "\n" && (open[0] === kind || /^[ \t]+$/.test(line))) {
				open[1] += line;
			} else {
				all.push([line === "\n" || /^[ \t]+$/.test(line) ? "" : kind, line]);
			}
		}
	}
	return all;
}

interface Grammar {
	/** What encloses a text over several lines. */
	long?: string;
	/** What encloses one on a line. */
	quotes?: string;
	/** What begins a comment. */
	comment?: string;
	/** What names have beside letters, digits and "_". */
	letters?: string;
	/** What begins the name of a variable. */
	variable?: string;
	/** ' encloses one character. */
	characters?: boolean;
	anyCase?: boolean;
	keywords?: string;
	constants?: string;
	types?: string;
}

const grammars: Record<string, Grammar> = {
	typescript: {
		...{ long: "`", letters: "$", constants: "true false null undefined NaN Infinity", types: "any bigint boolean never number object string symbol unknown" },
		keywords:
			"async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield " +
			"abstract as asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies type unique",
	},
	python: { long: '"""', comment: "#", keywords: "import", constants: "None True False", types: "tuple" },
	go: { long: "`", keywords: "const defer else func if import package return var", constants: "nil", types: "byte error string" },
	csharp: { long: '"""', keywords: "await if new throw using var", types: "int" },
	java: { long: '"""', keywords: "class if import new public static throw throws", constants: "null", types: "void" },
	php: { comment: "#", variable: "$", anyCase: true, keywords: "echo if new throw", constants: "true false null" },
	ruby: { comment: "#", variable: "@$", letters: "?!", keywords: "do end raise require unless", constants: "true false nil" },
	rust: { quotes: '"', characters: true, keywords: "dyn fn let use", constants: "Ok true false Some" },
};

/** Code of words, texts and comments. */
function scanCode(g: Grammar): (code: string) => Generator<Painted> {
	const listed = new Map<string, string>();
	for (const [kind, words] of [["k", g.keywords], ["kc", g.constants], ["nc", g.types]] as const) {
		words?.split(" ").forEach((word) => listed.set(word, kind));
	}
	const letter = `A-Za-z_\\u0080-\\uffff${g.letters ?? ""}`;
	const patterns = {
		white: "[ \\t\\n\\r]+",
		word: `[${letter}][${letter}0-9]*`,
		m: "[0-9](?:[eE][-+](?=[0-9])|[0-9A-Za-z_]|\\.(?=[0-9]))*",
		c: g.comment ? "(?<![^ \\t\\n\\r])#.*" : "//.*",
		...(g.long && { long: `${g.long}(?:\\\\[^]|(?!${g.long})[^\\\\])*(?:${g.long}|$)` }),
		...(g.characters && { s: "'(?:\\\\[^]{1,10}?|[^\\\\])'", nv: "'[A-Za-z_0-9]+" }),
		text: [...(g.quotes ?? "\"'")].map((q) => `${q}(?:\\\\[^]|[^${q}\\\\\\n])*${q}`).join("|"),
		...(g.variable && { variable: `[${g.variable}](?:\\{[^}\\n]*\\}|[A-Za-z_0-9\\u0080-\\uffff]+)` }),
		sign: "[^]",
	};
	const any = new RegExp(
		Object.entries(patterns)
			.map(([name, pattern]) => `(?<${name}>${pattern})`)
			.join("|"),
		"g",
	);
	const kinds: Record<string, string> = { long: "s", text: "s", variable: "nv", white: "", sign: "" };
	return function* (code) {
		for (const found of code.matchAll(any)) {
			const [name, text] = Object.entries(found.groups!).find(([, matched]) => matched !== undefined)!;
			const before = code[found.index - 1];
			const next = code[found.index + text!.length];
			const known = listed.get(g.anyCase ? text!.toLowerCase() : text!);
			const word = known && before !== "." ? known : next === "(" ? "nf" : /^[A-Z]/.test(text!) ? "nc" : "";
			yield [name === "word" ? word : (kinds[name] ?? name), text!];
		}
	};
}

const shell = /'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^\n]|\$\w+|[ \t]+|[^ \t\r\n|&;()<>"'$`\\=]+|[^]/g;

/** Words of a shell: the command, its options and texts with variables. */
function* scanShell(code: string): Generator<Painted> {
	let command = true;
	for (const [text] of code.matchAll(shell)) {
		if (text[0] === '"') {
			for (const [part] of text.matchAll(/\$\w+|(?:\\[^]|[^$\\])+|\$/g)) {
				yield [/^\$\w/.test(part) ? "nv" : "s", part];
			}
		} else if (/^[ \t\r\n]/.test(text)) {
			yield ["", text];
			continue;
		} else {
			const kind = { "'": "s", $: "nv", "\\": text.length > 1 ? "se" : "" }[text[0]!];
			yield [kind ?? (command ? "nf" : /^-./.test(text) ? "na" : /^\d[\dA-Za-z_.]*$/.test(text) ? "m" : ""), text];
		}
		command = false;
	}
}
