/** Loads a script or a style sheet that the page doesn't start with. */
export function load<K extends "link" | "script">(tag: K, is: Partial<HTMLElementTagNameMap[K]>): Promise<void> {
	return new Promise((resolve, reject) => {
		const element = Object.assign(document.createElement(tag), is);
		element.onload = () => resolve();
		element.onerror = () => {
			element.remove();
			reject(new Error("did not load"));
		};
		document.head.append(element);
	});
}
