/** What is filled in wrongly, and where. */
export class Unsendable extends Error {
	constructor(
		message: string,
		readonly field: HTMLElement,
	) {
		super(message);
	}

	/** Brings the field into view and puts the focus there. */
	show(): void {
		for (let at = this.field.closest("details"); at; at = at.parentElement!.closest("details")) {
			at.open = true;
		}
		this.field.focus();
	}
}
