// The formats of texts that mean the same to everybody, and what to say of a text that isn't of one.

const dateTime = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

interface Format {
	/** What is shown in an empty field. */
	example: string;
	fits?: (text: string) => boolean;
}

const formats: Record<string, Format> = {
	"date-time": { example: "2026-03-01T12:00:00Z", fits: (text) => dateTime.test(text) && realDay(text.slice(0, 10)) },
	date: { example: "2026-03-01", fits: realDay },
	time: { example: "12:00:00Z", fits: (text) => dateTime.test(`2026-03-01T${text}`) },
	duration: { example: "PT1H", fits: (text) => /^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/.test(text) },
	uuid: { example: "3fa85f64-5717-4562-b3fc-2c963f66afa6", fits: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) },
	email: { example: "ada@example.com", fits: (text) => /^[^\s@<>()]+@[^\s@<>()]+$/.test(text) },
	uri: { example: "https://example.com/", fits: (text) => /^[a-z][a-z0-9+.-]*:\S*$/i.test(text) },
	url: { example: "https://example.com/" },
	hostname: { example: "example.com", fits: (text) => text !== "" && text.length <= 253 && !/[ /_:]/.test(text) },
	ipv4: { example: "192.0.2.1", fits: (text) => /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/.test(text) },
	ipv6: { example: "2001:db8::1", fits: ipv6 },
	"json-pointer": { example: "/path", fits: (text) => text === "" || text[0] === "/" },
	byte: { example: "aGVsbG8=", fits: (text) => /^[A-Za-z0-9+/_-]*={0,2}$/.test(text.replace(/\s/g, "")) },
};

/** A day that the calendar has: not the 30th of February. */
function realDay(text: string): boolean {
	const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
	return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function ipv6(text: string): boolean {
	return /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`);
}

/** What is wrong with a text of a format. */
export function formatted(name: string, text: string): string | undefined {
	const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
	return format?.fits && !format.fits(text) ? `${name === "byte" ? "Base64" : name} is needed here, such as ${format.example}` : undefined;
}

/** What a text of a format looks like, "" if there is no telling. */
export function formatExample(name: string | undefined): string {
	return (name !== undefined && Object.hasOwn(formats, name) && formats[name]!.example) || "";
}

/** What is wrong with a number of a format. */
export function formattedNumber(name: string | undefined, text: string): string | undefined {
	const bits = name === "int32" ? 31n : name === "int64" ? 63n : 0n;
	if (bits === 0n) {
		return undefined;
	}
	const most = 2n ** bits;
	const value = Number(text);
	if (!Number.isInteger(value)) {
		return "A whole number is needed here.";
	}
	const exact = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(value);
	return exact >= most || exact < -most ? `This is too large for ${name}.` : undefined;
}
