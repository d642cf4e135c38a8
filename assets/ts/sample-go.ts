import type { Part, Plan } from "./sample-plan";
import { addressed, contentType, quoteless, sum, variable, type Language } from "./sample-text";
import type { Secret } from "./tryit-model";
import { wellFormed } from "./tryit-value";

/** A whole main.go for the standard library. */
export const go: Language = (p) => {
	const target = `baseURL+${sum(addressed(p), "+", goQuote, (s) => `url.QueryEscape(${s.var})`)}`;
	let b = `package main\n\nimport (\n${imports(p)
		.map((name) => `\t"${name}"\n`)
		.join("")})\n\nconst baseURL = ${goQuote(p.base)}\n\n`;
	b += "func main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\nfunc run() error {\n";
	b += p.secrets.map(secret).join("");
	b += `\tctx, cancel := context.WithTimeout(context.Background(), ${p.seconds}*time.Second)\n\tdefer cancel()\n\n`;
	const [making, name] = body(p);
	b += `${making}\treq, err := http.NewRequestWithContext(ctx, ${method(p.method)}, ${target}, ${name})\n\tif err != nil {\n\t\treturn err\n\t}\n`;
	return b + headers(p) + rest;
};

function imports(p: Plan): string[] {
	const all = new Set(["context", "fmt", "io", "log", "net/http", "time"]);
	const add = (...names: string[]) => names.forEach((name) => all.add(name));
	switch (p.body) {
		case "json":
		case "text":
			add("strings");
			break;
		case "file":
			add("os");
			break;
		case "form":
			add("bytes", "mime/multipart");
			if (p.parts.some((part) => part.file)) {
				add("os");
			}
			if (p.parts.some((part) => part.mediaType !== "")) {
				add("net/textproto");
			}
	}
	if (p.secrets.length > 0) {
		add("errors", "os");
	}
	if (p.basic) {
		add("strings");
	}
	if (p.query.length > 0) {
		add("net/url");
	}
	return [...all].sort();
}

const rest = `
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("%s: %s", resp.Status, answer)
	}
	fmt.Println(string(answer))
	return nil
}
`;

function secret(s: Secret): string {
	const check = `\t${s.var} := os.Getenv(${goQuote(s.env)})\n\tif ${s.var} == "" {\n\t\treturn errors.New(${goQuote(`${s.env} is required`)})\n\t}\n`;
	return `${check}${s.basic ? `\tusername, password, _ := strings.Cut(${s.var}, ":")\n` : ""}\n`;
}

/** How the body is made, and what it is called. */
function body(p: Plan): [making: string, name: string] {
	switch (p.body) {
		case "none":
			return ["", "nil"];
		case "json":
		case "text":
			return [`\tbody := strings.NewReader(${goText(p.text)})\n`, "body"];
		case "file":
			return [`\tbody, err := os.Open(${goQuote(p.fileName)})\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer body.Close()\n\n`, "body"];
	}
	let b = "\tvar body bytes.Buffer\n\tform := multipart.NewWriter(&body)\n";
	let read = "content, err := os.ReadFile";
	for (const part of p.parts) {
		if (part.file) {
			b += `\t${read}(${goQuote(part.fileName)})\n\tif err != nil {\n\t\treturn err\n\t}\n`;
			read = "content, err = os.ReadFile";
		}
		b += goPart(part, part.file ? "content" : `[]byte(${goText(part.text)})`);
	}
	return [`${b}\tif err := form.Close(); err != nil {\n\t\treturn err\n\t}\n\n`, "&body"];
}

/** A part with what a server needs to know of it. */
function goPart(part: Part, content: string): string {
	let create = part.file ? `form.CreateFormFile(${goQuote(part.name)}, ${goQuote(part.fileName)})` : `form.CreateFormField(${goQuote(part.name)})`;
	if (part.mediaType) {
		const disposition = `form-data; name="${quoteless(part.name)}"${part.file ? `; filename="${quoteless(part.fileName)}"` : ""}`;
		create = `form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {${goText(disposition)}}, "Content-Type": {${goQuote(part.mediaType)}}})`;
	}
	return `\tif part, err := ${create}; err != nil {\n\t\treturn err\n\t} else if _, err := part.Write(${content}); err != nil {\n\t\treturn err\n\t}\n`;
}

function headers(p: Plan): string {
	let b = "";
	if (p.body === "form") {
		b += '\treq.Header.Set("content-type", form.FormDataContentType())\n';
	} else if (contentType(p)) {
		b += `\treq.Header.Set("content-type", ${goQuote(p.mediaType)})\n`;
	}
	if (p.basic) {
		b += "\treq.SetBasicAuth(username, password)\n";
	}
	return b + p.headers.map(([name, value]) => `\treq.Header.Set(${goQuote(name)}, ${sum(value, "+", goQuote, variable)})\n`).join("");
}

/** A raw string where the text can be one and is easier to read so. */
function goText(s: string): string {
	return /["\n\\]/.test(s) && !/[\u0000-\u0008\u000b-\u001f`\u007f\ufeff]/.test(s) ? `\`${wellFormed(s)}\`` : goQuote(s);
}

const escapes: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\x07": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v" };

/** What strconv.Quote writes. */
function goQuote(s: string): string {
	const hex = (c: string, digits: number) => c.codePointAt(0)!.toString(16).padStart(digits, "0");
	return `"${wellFormed(s).replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (c) => escapes[c] ?? (c < "\x80" ? `\\x${hex(c, 2)}` : c.length > 1 ? `\\U${hex(c, 8)}` : `\\u${hex(c, 4)}`))}"`;
}

function method(name: string): string {
	const known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"].includes(name);
	return known ? `http.Method${name[0]}${name.slice(1).toLowerCase()}` : goQuote(name);
}
