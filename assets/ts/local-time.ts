const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** Shows a time in the reader's own zone, and exactly when it is pointed at. */
export function localTime(time: HTMLTimeElement): void {
	const at = new Date(time.dateTime);
	if (!Number.isNaN(at.getTime())) {
		time.textContent = format.format(at);
		time.title = exact.format(at);
	}
}
