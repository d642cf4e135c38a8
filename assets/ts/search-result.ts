import { element } from "./element";
import { marked } from "./search-mark";
import type { Row } from "./search-rows";

/** A result as an option of a listbox, which is also a link that can be opened in all the ways that links can. */
export function result([title, url, crumb, method, path, text]: Row, root: string, marks: string[]): HTMLAnchorElement {
	const link = element("a", "search-result");
	link.href = root + url;
	link.tabIndex = -1;
	link.setAttribute("role", "option");
	const name = element("span", "search-title", element("bdi", "", ...marked(title, marks)));
	if (method) {
		const badge = element("span", "method", method);
		badge.dataset.method = method;
		name.prepend(badge, " ");
	}
	link.append(name);
	const where: HTMLElement[] = [];
	if (crumb) {
		where.push(element("bdi", "", ...marked(crumb, marks)));
	}
	if (path) {
		const code = element("code", "", ...marked(path, marks));
		code.dir = "ltr";
		where.push(code);
	}
	if (where.length > 0) {
		link.append(" ", element("span", "search-where", ...where.flatMap((part, i) => (i > 0 ? [" · ", part] : [part]))));
	}
	if (text) {
		const excerpt = element("span", "search-text", ...marked(text, marks));
		excerpt.dir = "auto";
		link.append(" ", excerpt);
	}
	return link;
}
