import type { Plan } from "./sample-plan";
import { braceless, either, filled, literalHeaders, partType, snakeCase, snakeVariable, type Language } from "./sample-text";
import { wellFormed } from "./tryit-value";

/** A main.rs for reqwest. */
export const rust: Language = (p) => {
	let b = '// Cargo.toml: reqwest = { version = "0.12", features = ["blocking", "multipart"] }\n';
	b += (p.body === "form" ? "use reqwest::blocking::multipart;\n" : "") + (p.secrets.length > 0 ? "use std::env;\n" : "");
	b += "use std::error::Error;\nuse std::time::Duration;\n\nfn main() -> Result<(), Box<dyn Error>> {\n";
	b += p.secrets.map((s) => `    let ${snakeCase(s.var)} = env::var(${rustText(s.env)})?;\n`).join("");
	if (p.basic) {
		b += `    let (username, password) = ${snakeCase(p.basic.var)}.split_once(':').ok_or("name:password is needed")?;\n`;
	}
	b += `    let client = reqwest::blocking::Client::builder()\n        .timeout(Duration::from_secs(${p.seconds}))\n        .build()?;\n`;
	b += p.body === "form" ? form(p) : "";
	const known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].includes(p.method);
	const call = known ? `${p.method.toLowerCase()}(` : `request(reqwest::Method::from_bytes(b${rustText(p.method)})?, `;
	b += `    let response = client\n        .${call}${rustText(p.base + p.rest)})\n`;
	b += p.query.map((s) => `        .query(&[(${rustText(s.name)}, &${snakeCase(s.var)})])\n`).join("");
	b += p.basic ? "        .basic_auth(username, Some(password))\n" : "";
	const inside = (text: string) => rustText(braceless(text)).slice(1, -1);
	const headers = literalHeaders(p, (value) => either(value, rustText, snakeVariable, (both) => `format!("${filled(both, inside, (s) => `{${snakeCase(s.var)}}`)}")`));
	b += headers.map(([name, value]) => `        .header(${rustText(name)}, ${value})\n`).join("");
	b += body(p);
	return `${b}        .send()?\n        .error_for_status()?;\n    println!("{}", response.text()?);\n    Ok(())\n}\n`;
};

function body(p: Plan): string {
	switch (p.body) {
		case "none":
			return "";
		case "json":
			return `        .body(${raw(p.text.replaceAll("\n", "\n        "))})\n`;
		case "text":
			return `        .body(${rustText(p.text)})\n`;
		case "file":
			return `        .body(std::fs::read(${rustText(p.fileName)})?)\n`;
	}
	return "        .multipart(form)\n";
}

function form(p: Plan): string {
	let b = "    let form = multipart::Form::new()";
	for (const part of p.parts) {
		const file = rustText(part.fileName);
		const kind = partType(part);
		const content = part.file ? `bytes(std::fs::read(${file})?).file_name(${file})` : `text(${rustText(part.text)})`;
		b += `\n        .part(${rustText(part.name)}, multipart::Part::${content}${kind ? `.mime_str(${rustText(kind)})?` : ""})`;
	}
	return `${b};\n`;
}

/** A string literal: JSON's, but for how it writes characters by number. */
function rustText(s: string): string {
	const special = (c: string) => (c === "\n" ? "\\n" : c === '"' || c === "\\" ? `\\${c}` : `\\u{${c.charCodeAt(0).toString(16)}}`);
	return `"${wellFormed(s).replace(/["\\\u0000-\u001f\u007f\u2028\u2029]/g, special)}"`;
}

/** A literal in which nothing is escaped, for a text without line breaks of its own. */
function raw(s: string): string {
	if (s.includes("\r") || !/["\\\n]/.test(s)) {
		return rustText(s);
	}
	let fence = "";
	while (s.includes(`"${fence}`)) {
		fence += "#";
	}
	return `r${fence}"${s}"${fence}`;
}
