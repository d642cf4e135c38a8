import type { Part, Plan } from "./sample-plan";
import { addressed, literal, literalHeaders, partHead, quoted, snakeCase, snakeVariable, sum, typed, type Language, type Syntax } from "./sample-text";

/** A script for net/http, which Ruby comes with. */
export const ruby: Language = (p) => {
	let b = `${p.body === "json" ? 'require "json"\n' : ""}require "net/http"\n\n`;
	b += p.secrets.map((s) => `${snakeCase(s.var)} = ENV.fetch(${rubyText(s.env)})\n`).join("");
	const target = sum([p.base, ...addressed(p)], " + ", rubyText, (s) => `URI.encode_www_form_component(${snakeCase(s.var)})`);
	b += `uri = URI(${target})\n\nrequest = Net::HTTPGenericRequest.new(${rubyText(p.method)}, ${p.body !== "none"}, ${p.method !== "HEAD"}, uri)\n`;
	if (p.basic) {
		b += `request.basic_auth(*${snakeCase(p.basic.var)}.split(":", 2))\n`;
	}
	b += literalHeaders(p, (value) => sum(value, " + ", rubyText, snakeVariable))
		.map(([name, value]) => `request[${rubyText(name)}] = ${value}\n`)
		.join("");
	b += body(p);
	b += `\nresponse = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: ${p.seconds}) do |http|\n  http.request(request)\nend\n`;
	return `${b}raise "#{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)\n\nputs response.body\n`;
};

function body(p: Plan): string {
	switch (p.body) {
		case "none":
			return "";
		case "json":
			return `request.body = JSON.generate(${literal(p.value!, syntax, 0)})\n`;
		case "text":
			return `request.body = ${rubyText(p.text)}\n`;
		case "file":
			return `request.body = File.binread(${rubyText(p.fileName)})\n`;
	}
	return form(p);
}

/** There are words for everything but the type of a part that is no file; such a form is written by hand. */
function form(p: Plan): string {
	if (!typed(p)) {
		return `request.set_form([\n${p.parts.map((part) => `  ${rubyPart(part)},\n`).join("")}], "multipart/form-data")\n`;
	}
	let b = '\nboundary = "sample-#{rand(1 << 64)}"\nform = String.new\n';
	for (const part of p.parts) {
		const content = part.file ? `File.binread(${rubyText(part.fileName)})` : `${rubyText(part.text)}.b`;
		b += `form << "--#{boundary}\\r\\n" << ${rubyText(partHead(part))} << ${content} << "\\r\\n"\n`;
	}
	return `${b}form << "--#{boundary}--\\r\\n"\nrequest["content-type"] = "multipart/form-data; boundary=#{boundary}"\nrequest.body = form\n`;
}

function rubyPart(part: Part): string {
	const name = rubyText(part.name);
	if (!part.file) {
		return `[${name}, ${rubyText(part.text)}]`;
	}
	const file = rubyText(part.fileName);
	const kind = part.mediaType ? `, content_type: ${rubyText(part.mediaType)}` : "";
	return `[${name}, File.open(${file}), { filename: ${file}${kind} }]`;
}

/** A string in double quotes, in which "#{" would begin an expression. */
function rubyText(s: string): string {
	return quoted(s).replaceAll("#", "\\#");
}

const syntax: Syntax = { indent: "  ", open: "{", end: "}", assign: " => ", key: rubyText, text: rubyText, words: { null: "nil", true: "true", false: "false" } };
