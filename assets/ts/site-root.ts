/** The address of the site's first page. */
export function siteRoot(): URL {
	return new URL(document.documentElement.dataset.root ?? "./", location.href);
}
