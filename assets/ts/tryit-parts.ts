// The parts of a multipart body: the rules of docsite/request.
import type { Tree } from "./json-tree";
import type { Body, Encoding, InputPart } from "./tryit-model";
import { encodingOf, styledParts } from "./tryit-serialize";
import { size, text } from "./tryit-value";

/** A multipart body. */
export interface PartList {
	mediaType: string;
	parts: InputPart[];
}

/** The parts that the members of a form make, its files among them. */
export function encodeParts(encoding: Body["encoding"], value: Tree): InputPart[] {
	const members = value.kind === "object" ? value.members : [];
	return members.flatMap((member) => fieldParts(member.name, member.value, encodingOf(encoding, member.name)));
}

/** The parts of one member: a list makes one of each item, an object is JSON, unless the encoding says something else. */
function fieldParts(name: string, value: Tree, encoding?: Encoding): InputPart[] {
	if (encoding?.style && !encoding.contentType && size(value) > 0) {
		return styledParts(name, value, encoding).map(([key, said]) => ({ name: key, value: said }));
	}
	const mediaType = concrete(encoding);
	if (value.kind === "list" && !isJSON(mediaType)) {
		return value.items.map((item) => part(name, item, mediaType));
	}
	return [part(name, value, mediaType)];
}

function part(name: string, value: Tree, mediaType: string): InputPart {
	if (value.kind === "file") {
		const { file } = value;
		return { name, file, fileName: file.name, ...typed(mediaType || file.type) };
	}
	return { name, value: text(value), ...typed(mediaType || (value.kind === "leaf" ? "" : "application/json")) };
}

/** A part that would be a file. */
export function filePart(name: string, encoding?: Encoding): InputPart {
	return { name, ...typed(concrete(encoding)) };
}

function typed(mediaType: string): { mediaType?: string } {
	return mediaType ? { mediaType } : {};
}

/** The first of the media types that a part may have, unless that is a range of them. */
function concrete(encoding: Encoding | undefined): string {
	const first = (encoding?.contentType ?? "").split(",", 1)[0]!.trim();
	return first.includes("*") ? "" : first;
}

/** Reports application/json and everything that is JSON by its suffix. */
export function isJSON(mediaType: string): boolean {
	return /^\s*application\/json\s*(;|$)|^[^;]*\+json\s*(;|$)/i.test(mediaType);
}

/** The body as it is sent, between boundaries: a FormData would make files of texts that have a type. */
export function writeParts({ mediaType, parts }: PartList, boundary: string): Blob {
	const written = parts.flatMap(({ name, value, file, fileName, mediaType: kind }): BlobPart[] => {
		const isFile = value === undefined;
		const disposition = `Content-Disposition: form-data; name="${inQuotes(name)}"${isFile ? `; filename="${inQuotes(fileName ?? file?.name ?? "")}"` : ""}`;
		const type = kind ?? (isFile ? "application/octet-stream" : "");
		return [`--${boundary}\r\n${disposition}${type ? `\r\nContent-Type: ${type}` : ""}\r\n\r\n`, value ?? file ?? "", "\r\n"];
	});
	return new Blob([...written, `--${boundary}--\r\n`], { type: `${mediaType}; boundary=${boundary}` });
}

/** A name as browsers write it in quotes. */
function inQuotes(name: string): string {
	return name.replace(/["\r\n]/g, (c) => ({ '"': "%22", "\r": "%0D" })[c] ?? "%0A");
}
