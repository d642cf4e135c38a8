// What a body is, and so how it is shown. Nothing is ever shown as a page: what could carry a script is shown as its source.
import { headerOf } from "./answer-words";

export type Kind = "none" | "json" | "xml" | "html" | "events" | "lines" | "image" | "audio" | "video" | "text" | "binary";

/** Types that a browser draws or plays, and that can't carry a script. */
const media: Record<string, Kind> = {
	"image/png": "image",
	"image/jpeg": "image",
	"image/gif": "image",
	"image/webp": "image",
	"image/avif": "image",
	"image/bmp": "image",
	"image/x-icon": "image",
	"image/vnd.microsoft.icon": "image",
	"audio/mpeg": "audio",
	"audio/mp4": "audio",
	"audio/aac": "audio",
	"audio/ogg": "audio",
	"audio/opus": "audio",
	"audio/flac": "audio",
	"audio/wav": "audio",
	"audio/x-wav": "audio",
	"audio/webm": "audio",
	"video/mp4": "video",
	"video/webm": "video",
	"video/ogg": "video",
};

/** The type without its parameters, in small letters. */
export function typeOfBody(headers: [string, string][]): string {
	return (headerOf(headers, "content-type") ?? "").split(";")[0]!.trim().toLowerCase();
}

/** How a body of a type is shown. Without a type its first bytes tell. */
export function kindOfBody(type: string, start: Uint8Array): Kind {
	if (/^(?:application|text)\/(?:event-stream)$/.test(type)) {
		return "events";
	}
	if (/^(?:application|text)\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines|json-seq|geo\+json-seq|stream\+json|x-json-stream)$/.test(type)) {
		return "lines";
	}
	if (/^(?:application|text)\/(?:x-)?json$|\+json$/.test(type)) {
		return "json";
	}
	if (type === "text/html" || type === "application/xhtml+xml") {
		return "html";
	}
	if (/^(?:application|text)\/xml$|\+xml$/.test(type)) {
		return "xml";
	}
	if (Object.hasOwn(media, type)) {
		return media[type]!;
	}
	if (type.startsWith("text/") || /^application\/(?:yaml|x-yaml|toml|javascript|x-javascript|graphql|sql|x-www-form-urlencoded|jwt)$|\+yaml$/.test(type)) {
		return "text";
	}
	return type === "" ? guess(start) : "binary";
}

function guess(start: Uint8Array): Kind {
	const text = new TextDecoder().decode(start.subarray(0, 256)).trimStart();
	if (text.includes("\0") || text.includes("\ufffd")) {
		return "binary";
	}
	return /^(?:[[{"]|-?\d|true\b|false\b|null\b)/.test(text) ? "json" : /^<(?:!doctype html|html)/i.test(text) ? "html" : text.startsWith("<") ? "xml" : "text";
}

const extensions: Record<string, string> = {
	"application/json": "json",
	"application/xml": "xml",
	"text/xml": "xml",
	"text/html": "html.txt",
	"text/csv": "csv",
	"text/markdown": "md",
	"text/plain": "txt",
	"application/yaml": "yaml",
	"application/pdf": "pdf",
	"application/zip": "zip",
	"application/gzip": "gz",
	"application/x-tar": "tar",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	"application/vnd.ms-excel": "xls",
	"application/wasm": "wasm",
	"image/jpeg": "jpg",
	"image/svg+xml": "svg.txt",
	"image/x-icon": "ico",
	"image/vnd.microsoft.icon": "ico",
	"audio/mpeg": "mp3",
	"audio/mp4": "m4a",
	"audio/x-wav": "wav",
	"text/event-stream": "txt",
	"application/x-ndjson": "jsonl",
};

/**
 * What a body is saved as: the name that the server gives, without ways to other folders and characters that a disk, or a
 * reader's eye, trips over; else one by the operation.
 */
export function fileName(headers: [string, string][], type: string, operation: string): string {
	const given = (dispositionName(headerOf(headers, "content-disposition") ?? "").split(/[\\/]/).pop() ?? "")
		.replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, "")
		.replace(/^[\s.~-]+|[\s.]+$/g, "")
		.slice(-120);
	if (given !== "") {
		return given;
	}
	const suffix = /\+(json|xml|yaml|zip)$/.exec(type)?.[1] ?? /^(?:image|audio|video)\/([a-z0-9]+)$/.exec(type)?.[1] ?? "bin";
	return `${operation.split("/").pop() || "answer"}.${Object.hasOwn(extensions, type) ? extensions[type] : suffix}`;
}

/** The file name of a Content-Disposition, the one of RFC 5987 first. */
function dispositionName(header: string): string {
	const extended = /;\s*filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;]+)/i.exec(header)?.[1];
	if (extended !== undefined) {
		try {
			return decodeURIComponent(extended.trim());
		} catch {
			// It is in another code; the plain one will do.
		}
	}
	const [, quoted, plain] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
	return quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
}
