/** Says why the site could not be built; the page stays as it was. */
export function toast(message: string): void {
	const id = "docsite-failed";
	const note = document.getElementById(id) ?? document.createElement("pre");
	note.id = id;
	note.className = "build-failed";
	note.setAttribute("role", "alert");
	note.textContent = message;
	if (!note.isConnected) {
		document.body.prepend(note);
	}
}
