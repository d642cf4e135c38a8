import type { Plan } from "./sample-plan";
import { addressed, partType, quoted, sum, variable, type Language } from "./sample-text";

/** A program of top-level statements for .NET's HttpClient. */
export const csharp: Language = (p) => {
	let b = (p.body === "none" ? "" : "using System.Net.Http.Headers;\n") + (p.basic ? "using System.Text;\n" : "");
	if (b) {
		b += "\n";
	}
	b += p.secrets.map((s) => `var ${s.var} = Environment.GetEnvironmentVariable(${quoted(s.env)})\n    ?? throw new InvalidOperationException(${quoted(`${s.env} is required`)});\n`).join("");
	const target = sum([p.base, ...addressed(p)], " + ", quoted, (s) => `Uri.EscapeDataString(${s.var})`);
	b += `using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(${p.seconds}) };\nusing var request = new HttpRequestMessage(${method(p.method)}, ${target});\n`;
	if (p.basic) {
		b += `request.Headers.TryAddWithoutValidation("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(${p.basic.var})));\n`;
	}
	b += p.headers.map(([name, value]) => `request.Headers.TryAddWithoutValidation(${quoted(name)}, ${sum(value, " + ", quoted, variable)});\n`).join("");
	b += `${body(p)}\nusing var response = await client.SendAsync(request);\nvar answer = await response.Content.ReadAsStringAsync();\n`;
	return `${b}if (!response.IsSuccessStatusCode)\n{\n    throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");\n}\nConsole.WriteLine(answer);\n`;
};

function method(name: string): string {
	const known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"].includes(name);
	return known ? `HttpMethod.${name[0]}${name.slice(1).toLowerCase()}` : `new HttpMethod(${quoted(name)})`;
}

function body(p: Plan): string {
	const kind = `request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${quoted(p.mediaType)});\n`;
	switch (p.body) {
		case "none":
			return "";
		case "json":
		case "text":
			return `request.Content = new StringContent(${text(p)});\n${kind}`;
		case "file":
			return `request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(${quoted(p.fileName)}));\n${kind}`;
	}
	let b = "var form = new MultipartFormDataContent();\n";
	for (const [i, part] of p.parts.entries()) {
		const name = `part${i + 1}`;
		const type = partType(part);
		b += part.file ? `var ${name} = new ByteArrayContent(await File.ReadAllBytesAsync(${quoted(part.fileName)}));\n` : `var ${name} = new StringContent(${quoted(part.text)});\n`;
		b += type ? `${name}.Headers.ContentType = MediaTypeHeaderValue.Parse(${quoted(type)});\n` : "";
		b += `form.Add(${name}, ${quoted(part.name)}${part.file ? `, ${quoted(part.fileName)}` : ""});\n`;
	}
	return `${b}request.Content = form;\n`;
}

/** The body as a raw string, if it is JSON of several lines. */
function text(p: Plan): string {
	if (p.body !== "json" || !p.text.includes("\n")) {
		return quoted(p.text);
	}
	let fence = '"""';
	while (p.text.includes(fence)) {
		fence += '"';
	}
	const indent = "\n    ";
	return `${fence}${indent}${p.text.replaceAll("\n", indent)}${indent}${fence}`;
}
