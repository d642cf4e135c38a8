import type { Plan } from "./sample-plan";
import { addressed, hasFile, partHead, quoted, replacer, sum, variable, type Language } from "./sample-text";

const utf8 = "StandardCharsets.UTF_8";

/** A class that "java Sample.java" runs, for Java 17 and later. */
export const java: Language = (p) => {
	const target = sum([p.base, ...addressed(p)], " + ", quoted, (s) => `URLEncoder.encode(${s.var}, ${utf8})`);
	let b = imports(p)
		.map((name) => `import ${name};\n`)
		.join("");
	b += "\npublic class Sample {\n    public static void main(String[] args) throws Exception {\n";
	for (const s of p.secrets) {
		b += `        String ${s.var} = System.getenv(${quoted(s.env)});\n        if (${s.var} == null) {\n            throw new IllegalStateException(${quoted(`${s.env} is required`)});\n        }\n`;
	}
	const [making, publisher, kind] = body(p);
	b += `${making}        HttpRequest request = HttpRequest.newBuilder(URI.create(${target}))\n            .timeout(Duration.ofSeconds(${p.seconds}))\n`;
	const headers = p.headers.map(([name, value]) => `.header(${quoted(name)}, ${sum(value, " + ", quoted, variable)})`);
	if (p.basic) {
		headers.unshift(`.header("authorization", "Basic " + Base64.getEncoder().encodeToString(${p.basic.var}.getBytes()))`);
	}
	b += [...kind, ...headers].map((line) => `            ${line}\n`).join("");
	return `${b}            .method(${quoted(p.method)}, ${publisher})
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        System.out.println(response.body());
    }
}
`;
};

function imports(p: Plan): string[] {
	const all = ["java.net.URI", "java.net.http.HttpClient", "java.net.http.HttpRequest", "java.net.http.HttpResponse", "java.time.Duration"];
	if (p.query.length > 0) {
		all.push("java.net.URLEncoder", "java.nio.charset.StandardCharsets");
	}
	if (hasFile(p)) {
		all.push("java.nio.file.Files", "java.nio.file.Path");
	}
	if (p.body === "form") {
		all.push("java.io.ByteArrayOutputStream", "java.nio.charset.StandardCharsets");
	}
	if (p.basic) {
		all.push("java.util.Base64");
	}
	return [...new Set(all)].sort();
}

/** How the body is made, what publishes it, and its content type. */
function body(p: Plan): [making: string, publisher: string, kind: string[]] {
	const kind = [`.header("content-type", ${quoted(p.mediaType)})`];
	switch (p.body) {
		case "none":
			return ["", "HttpRequest.BodyPublishers.noBody()", []];
		case "json":
		case "text":
			return [`        String body = ${text(p)};\n`, "HttpRequest.BodyPublishers.ofString(body)", kind];
		case "file":
			return ["", `HttpRequest.BodyPublishers.ofFile(Path.of(${quoted(p.fileName)}))`, kind];
	}
	let b = '        String boundary = "sample-" + System.nanoTime();\n        ByteArrayOutputStream form = new ByteArrayOutputStream();\n';
	for (const part of p.parts) {
		const content = part.file ? `Files.readAllBytes(Path.of(${quoted(part.fileName)}))` : `${quoted(part.text)}.getBytes(${utf8})`;
		b += `        form.write(("--" + boundary + ${quoted(`\r\n${partHead(part)}`)}).getBytes(${utf8}));\n        form.write(${content});\n        form.write("\\r\\n".getBytes(${utf8}));\n`;
	}
	b += `        form.write(("--" + boundary + "--\\r\\n").getBytes(${utf8}));\n`;
	return [b, "HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())", ['.header("content-type", "multipart/form-data; boundary=" + boundary)']];
}

const indent = "\n            ";
const inBlock = replacer({ "\\": "\\\\", '"""': '\\"""', "\n": indent });

/** The body as a text block, if it is JSON of several lines: what else has line breaks may end them otherwise. */
function text(p: Plan): string {
	return p.body === "json" && p.text.includes("\n") ? `"""${indent}${inBlock(p.text)}"""` : quoted(p.text);
}
