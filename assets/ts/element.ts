/** An element with a class and what is in it: nodes, or text that is only text. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	made.className = className;
	made.append(...inside);
	return made;
}
