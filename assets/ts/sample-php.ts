import type { Tree } from "./json-tree";
import type { Piece, Plan } from "./sample-plan";
import { addressed, contentType, literal, partHead, replacer, sum, typed, type Language, type Syntax } from "./sample-text";

/** A script for the curl extension, which every PHP has. */
export const php: Language = (p) => {
	let b = `<?php\n${p.secrets.length > 0 ? "\n" : ""}`;
	b += p.secrets.map((s) => `$${s.var} = getenv(${phpText(s.env)}) ?: throw new RuntimeException(${phpText(`${s.env} is required`)});\n`).join("");
	const target = sum([p.base, ...addressed(p)], " . ", phpText, (s) => `rawurlencode($${s.var})`);
	b += byHand(p) ? parts(p) : "";
	b += `\n$curl = curl_init(${target});\ncurl_setopt_array($curl, [\n    CURLOPT_CUSTOMREQUEST => ${phpText(p.method)},\n    CURLOPT_RETURNTRANSFER => true,\n    CURLOPT_TIMEOUT => ${p.seconds},\n`;
	if (p.method === "HEAD") {
		b += "    CURLOPT_NOBODY => true,\n";
	}
	const all = headers(p);
	if (all.length > 0) {
		b += `    CURLOPT_HTTPHEADER => [\n        ${all.join(",\n        ")},\n    ],\n`;
	}
	if (p.basic) {
		b += `    CURLOPT_USERPWD => $${p.basic.var},\n`;
	}
	b += body(p);
	b += "]);\n\n$answer = curl_exec($curl);\nif ($answer === false) {\n    throw new RuntimeException(curl_error($curl));\n}\n";
	return `${b}$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);\nif ($status < 200 || $status > 299) {\n    throw new RuntimeException("$status: $answer");\n}\necho $answer, PHP_EOL;\n`;
};

function body(p: Plan): string {
	const fields = (value: string) => `    CURLOPT_POSTFIELDS => ${value},\n`;
	switch (p.body) {
		case "none":
			return "";
		case "json":
			return fields(numbered(p.value!) ? phpText(p.text) : `json_encode(${literal(p.value!, syntax, 1)})`);
		case "text":
			return fields(phpText(p.text));
		case "file":
			return fields(`file_get_contents(${phpText(p.fileName)})`);
	}
	return fields(byHand(p) ? "$form" : `[\n${form(p)}    ]`);
}

/** Reports an object whose members PHP could take for the items of a list. */
function numbered(value: Tree): boolean {
	if (value.kind === "list") {
		return value.items.some(numbered);
	}
	return value.kind === "object" && value.members.some((member) => isNumber(member.name) || numbered(member.value));
}

function isNumber(name: string): boolean {
	return /^[+-]?\d+$/.test(name) && BigInt.asIntN(64, BigInt(name.replace("+", ""))) === BigInt(name.replace("+", ""));
}

/** Reports a form that the extension can't write: it has one value for each name, and types for files only. */
function byHand(p: Plan): boolean {
	return new Set(p.parts.map((part) => part.name)).size < p.parts.length || typed(p);
}

/** Each part under its name. */
function form(p: Plan): string {
	return p.parts
		.map((part) => {
			const kind = part.mediaType ? `, ${phpText(part.mediaType)}` : "";
			return `        ${phpText(part.name)} => ${part.file ? `new CURLFile(${phpText(part.fileName)}${kind})` : phpText(part.text)},\n`;
		})
		.join("");
}

/** The form written by hand. */
function parts(p: Plan): string {
	let b = "\n$boundary = bin2hex(random_bytes(16));\n$form = '';\n";
	for (const part of p.parts) {
		const content = part.file ? `file_get_contents(${phpText(part.fileName)})` : phpText(part.text);
		const head = partHead(part)
			.replace(/[\r\n]+$/, "")
			.split("\r\n")
			.map((line) => ` . ${phpText(line)} . "\\r\\n"`);
		b += `$form .= "--$boundary\\r\\n"${head.join("")} . "\\r\\n" . ${content} . "\\r\\n";\n`;
	}
	return `${b}$form .= "--$boundary--\\r\\n";\n`;
}

function headers(p: Plan): string[] {
	const kind = contentType(p);
	const all = kind ? [phpText(`content-type: ${kind}`)] : [];
	if (p.body === "form" && byHand(p)) {
		all.push(`${phpText("content-type: multipart/form-data; boundary=")} . $boundary`);
	}
	for (const [name, value] of p.headers) {
		// An empty one is sent only if it is written in this way.
		const line: Piece[] = value.length === 0 ? [`${name};`] : [`${name}: `, ...value];
		all.push(sum(line, " . ", phpText, (s) => `$${s.var}`));
	}
	return all;
}

const escaped = replacer({ "\\": "\\\\", "'": "\\'" });

/** A string in single quotes, in which nothing is expanded. */
function phpText(s: string): string {
	return `'${escaped(s)}'`;
}

const syntax: Syntax = { indent: "    ", open: "[", end: "]", empty: "new stdClass()", assign: " => ", key: phpText, text: phpText, words: { null: "null", true: "true", false: "false" } };
