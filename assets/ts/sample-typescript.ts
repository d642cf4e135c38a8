import { addressed, contentType, either, filled, hasFile, literal, literalHeaders, quoted, replacer, type Language, type Syntax } from "./sample-text";
import type { Plan } from "./sample-plan";

/** A module for fetch, which Node.js, Deno and Bun have built in. */
export const typescript: Language = (plan) => {
	let p = plan;
	let b = hasFile(p) ? 'import { readFile } from "node:fs/promises";\n\n' : "";
	b += `const baseUrl = ${quoted(p.base)};\n${p.secrets.map((s) => `const ${s.var} = process.env.${s.env};\n`).join("")}\n`;
	b += p.secrets.map((s) => `if (!${s.var}) {\n\tthrow new Error(${quoted(`${s.env} is required`)});\n}\n\n`).join("");
	b += form(p);
	if (p.body !== "none" && (p.method === "GET" || p.method === "HEAD")) {
		b += `// fetch sends no body with ${p.method}, so what the operation takes is left out here.\n`;
		p = { ...p, body: "none", parts: [] };
	}
	b += `const response = await fetch(\`\${baseUrl}${filled(addressed(p), inTemplate, (s) => `\${encodeURIComponent(${s.var})}`)}\`, {\n\tmethod: ${quoted(p.method)},\n`;
	const all = headers(p);
	if (all.length > 0) {
		b += `\theaders: {\n\t\t${all.join(",\n\t\t")},\n\t},\n`;
	}
	switch (p.body) {
		case "json":
			b += `\tbody: JSON.stringify(${literal(p.value!, syntax, 1)}),\n`;
			break;
		case "text":
			b += `\tbody: ${quoted(p.text)},\n`;
			break;
		case "form":
			b += "\tbody: form,\n";
			break;
		case "file":
			b += `\tbody: await readFile(${quoted(p.fileName)}),\n`;
	}
	b += `\tsignal: AbortSignal.timeout(${p.seconds}_000),\n});\n\n`;
	b += `if (!response.ok) {\n\tthrow new Error(\`${inTemplate(p.api)} failed: \${response.status} \${await response.text()}\`);\n}\n\n`;
	return `${b}const data = await response.${p.json ? "json" : "text"}();\nconsole.log(data);\n`;
};

function form(p: Plan): string {
	if (p.body !== "form") {
		return "";
	}
	let b = "const form = new FormData();\n";
	for (const part of p.parts) {
		const options = part.mediaType ? `, { type: ${quoted(part.mediaType)} }` : "";
		const name = quoted(part.name);
		if (part.file) {
			b += `form.append(${name}, new Blob([await readFile(${quoted(part.fileName)})]${options}), ${quoted(part.fileName)});\n`;
		} else if (options) {
			b += `form.append(${name}, new Blob([${quoted(part.text)}]${options}));\n`;
		} else {
			b += `form.append(${name}, ${quoted(part.text)});\n`;
		}
	}
	return `${b}\n`;
}

function headers(p: Plan): string[] {
	const all = literalHeaders(p, (value) =>
		either(value, quoted, (s) => s.var, (both) => `\`${filled(both, inTemplate, (s) => `\${${s.var}}`)}\``),
	).map(([name, value]) => `${key(name)}: ${value}`);
	if (p.basic) {
		all.splice(contentType(p) ? 1 : 0, 0, `authorization: \`Basic \${btoa(${p.basic.var})}\``);
	}
	return all;
}

// What a template literal would read as its end or as an expression.
const inTemplate = replacer({ "\\": "\\\\", "`": "\\`", "${": "\\${" });

function key(name: string): string {
	// As a bare or quoted key of a literal it would set the prototype.
	if (name === "__proto__") {
		return '["__proto__"]';
	}
	return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quoted(name);
}

const syntax: Syntax = { indent: "\t", open: "{", end: "}", assign: ": ", key, text: quoted, words: { null: "null", true: "true", false: "false" } };
