import type { Plan } from "./sample-plan";
import { addressed, filled, replacer, type Language } from "./sample-text";
import type { Secret } from "./tryit-model";

/** A command for a POSIX shell. */
export const curl: Language = (p) => {
	const dollar = (s: Secret) => `$${s.env}`;
	const address = inDoubleQuotes(p.base) + filled(addressed(p), inDoubleQuotes, dollar);
	const lines = [p.method === "HEAD" ? `curl --head "${address}"` : `curl -X ${shellWord(p.method)} "${address}"`];
	if (/[[\]{}]/.test(p.rest)) {
		lines[0] += " --globoff";
	}
	if (p.basic) {
		lines.push(`--user "$${p.basic.env}"`);
	}
	for (const [name, pieces] of p.headers) {
		const value = filled(pieces, inDoubleQuotes, dollar);
		// An empty one is sent only if it is written in this way.
		lines.push(value === "" ? `-H "${inDoubleQuotes(name)};"` : `-H "${inDoubleQuotes(name)}: ${value}"`);
	}
	return `${[...lines, ...body(p)].join(" \\\n  ")}\n`;
};

/** A method, which as a rule needs no quotes. */
function shellWord(s: string): string {
	return /^[A-Za-z-]*$/.test(s) ? s : inSingleQuotes(s);
}

function body(p: Plan): string[] {
	const kind = `-H "content-type: ${inDoubleQuotes(p.mediaType)}"`;
	switch (p.body) {
		case "none":
			return [];
		case "file":
			return [kind, `--data-binary ${shellPath(`@${p.fileName}`)}`];
		case "form":
			return form(p);
		case "json":
			// Line breaks are never inside a text of JSON.
			return [kind, `--data ${inSingleQuotes(p.text.replaceAll("\n", "\n  "))}`];
	}
	// --data would read a file of that name.
	const flag = p.text.startsWith("@") || /[\r\n]/.test(p.text) ? "--data-raw" : "--data";
	return [kind, `${flag} ${inSingleQuotes(p.text)}`];
}

function form(p: Plan): string[] {
	return p.parts.map((part) => {
		const kind = part.mediaType !== "" && !/[,*]/.test(part.mediaType) ? `;type=${part.mediaType}` : "";
		const name = part.name.replaceAll("=", "%3D"); // where the value would begin, or the name of a file
		if (part.file) {
			return `-F ${inSingleQuotes(`${name}=@${formPath(part.fileName)}${kind}`)}`;
		}
		// In quotes, a semicolon is part of the value.
		return kind ? `-F ${inSingleQuotes(`${name}="${slashes(part.text)}"${kind}`)}` : `--form-string ${inSingleQuotes(`${name}=${part.text}`)}`;
	});
}

const slashes = replacer({ "\\": "\\\\", '"': '\\"' });

/** The name of a file, which as a rule needs no quotes. */
function shellPath(s: string): string {
	return /^[@._\-/a-zA-Z0-9]*$/.test(s) ? s : inSingleQuotes(s);
}

/** The name of a file in a form, where a semicolon or a comma would end it. */
function formPath(s: string): string {
	return /[;,"\\]/.test(s) ? `"${slashes(s)}"` : s;
}

// Readers paste commands into shells that take "!" in double quotes for an earlier command.
const inDoubleQuotes = replacer({ "\\": "\\\\", '"': '\\"', $: "\\$", "`": "\\`", "!": `"'!'"`, "\0": "" });

/** Quotes anything for a shell: it expands nothing in there, and an apostrophe is put between two such strings. */
function inSingleQuotes(s: string): string {
	return `'${apart(s)}'`;
}

const apart = replacer({ "'": "'\\''", "\0": "" }); // no argument has a zero
