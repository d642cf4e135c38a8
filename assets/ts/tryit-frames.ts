// What the proxy answers: frames, each a byte that says of which kind it is, four bytes with its length, and as many bytes.
// docsite/tryit writes them.

/** What comes before the body. */
export interface Head {
	status: number;
	statusText: string;
	headers: [name: string, value: string][];
	/** Until it came. */
	milliseconds: number;
}

/** What comes after it. */
export interface End {
	bytes: number;
	milliseconds: number;
	/** There is more than was passed on. */
	truncated: boolean;
}

/** Why there is no answer, or no end of one. */
export interface Problem {
	code: string;
	title: string;
	detail: string;
	/** Seconds until it makes sense to try again. */
	retryAfter?: number;
}

export type Frame = { kind: "H"; head: Head } | { kind: "D"; bytes: Uint8Array<ArrayBuffer> } | { kind: "E"; end: End } | { kind: "P"; problem: Problem };

/** No frame is longer: what is, is something else. The 256 KiB of headers that the proxy takes are six times that as JSON, at worst. */
const longest = 2 << 20;
const headerLength = 5;

/** The frames of a stream, as they come. It throws for a stream that has something else. */
export async function* readFrames(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Frame> {
	const reader = stream.getReader();
	let rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) {
				return;
			}
			rest = rest.length === 0 ? value : joined([rest, value]);
			for (;;) {
				const length = rest.length < headerLength ? longest : new DataView(rest.buffer, rest.byteOffset).getUint32(1);
				if (length > longest) {
					throw new Error("this is no frame");
				}
				if (rest.length < headerLength + length) {
					break;
				}
				yield frame(String.fromCharCode(rest[0]!), rest.subarray(headerLength, headerLength + length));
				rest = rest.subarray(headerLength + length);
			}
		}
	} finally {
		reader.cancel().catch(() => {});
	}
}

function frame(kind: string, payload: Uint8Array<ArrayBuffer>): Frame {
	const json = <T>() => JSON.parse(new TextDecoder().decode(payload)) as T;
	switch (kind) {
		case "H":
			return { kind, head: json<Head>() };
		case "D":
			return { kind, bytes: payload };
		case "E":
			return { kind, end: json<End>() };
		case "P":
			return { kind, problem: json<Problem>() };
	}
	throw new Error("this is no frame");
}

/** Chunks in one. */
export function joined(chunks: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
	const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
	let at = 0;
	for (const chunk of chunks) {
		all.set(chunk, at);
		at += chunk.length;
	}
	return all;
}
