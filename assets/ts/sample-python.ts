import type { Part, Plan } from "./sample-plan";
import { braceless, either, filled, literal, literalHeaders, partType, quoted, snakeCase, snakeVariable, type Language, type Syntax } from "./sample-text";

/** A script for requests, the library that nearly everybody has. */
export const python: Language = (p) => {
	let b = `${p.secrets.length > 0 ? "import os\n\n" : ""}import requests\n\nbase_url = ${quoted(p.base)}\n`;
	b += p.secrets.map((s) => `${snakeCase(s.var)} = os.environ[${quoted(s.env)}]\n`).join("");
	const known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].includes(p.method);
	const call = known ? `requests.${p.method.toLowerCase()}(` : `requests.request(\n    ${quoted(p.method)},`;
	b += `\nresponse = ${call}\n    f"{base_url}${inFormat(p.rest)}",\n`;
	if (p.query.length > 0) {
		b += `    params={${p.query.map((s) => `${quoted(s.name)}: ${snakeCase(s.var)}`).join(", ")}},\n`;
	}
	const headers = literalHeaders(p, (value) => either(value, quoted, snakeVariable, (both) => `f"${filled(both, inFormat, (s) => `{${snakeCase(s.var)}}`)}"`));
	if (headers.length > 0) {
		b += `    headers={\n        ${headers.map(([name, value]) => `${quoted(name)}: ${value}`).join(",\n        ")},\n    },\n`;
	}
	if (p.basic) {
		b += `    auth=tuple(${snakeCase(p.basic.var)}.split(":", 1)),\n`;
	}
	b += body(p);
	return `${b}    timeout=${p.seconds},\n)\nresponse.raise_for_status()\nprint(response.${p.json ? "json()" : "text"})\n`;
};

function body(p: Plan): string {
	switch (p.body) {
		case "none":
			return "";
		case "json":
			return `    json=${literal(p.value!, syntax, 1)},\n`;
		case "text":
			return `    data=${quoted(p.text)}.encode(),\n`;
		case "file":
			return `    data=open(${quoted(p.fileName)}, "rb"),\n`;
	}
	return `    files=[\n${p.parts.map((part) => `        ${pythonPart(part)},\n`).join("")}    ],\n`;
}

/** A part of a form: its name, and the name of its file, the content and the type. */
function pythonPart(part: Part): string {
	const file = quoted(part.fileName);
	const kind = partType(part);
	return `(${quoted(part.name)}, (${part.file ? `${file}, open(${file}, "rb")` : `None, ${quoted(part.text)}`}${kind ? `, ${quoted(kind)}` : ""}))`;
}

/** The inside of an f-string, for a text that is meant as it is. */
function inFormat(text: string): string {
	return quoted(braceless(text)).slice(1, -1);
}

const syntax: Syntax = { indent: "    ", open: "{", end: "}", assign: ": ", key: quoted, text: quoted, words: { null: "None", true: "True", false: "False" } };
