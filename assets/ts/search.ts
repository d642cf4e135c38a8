// The search: loaded when it is first opened (search-open.ts).
import { SearchDialog } from "./search-dialog";
import { receive } from "./search-parts";

const page = self as unknown as { docsiteSearch: unknown };
const queue = receive(page.docsiteSearch);
let dialog: SearchDialog | undefined;

page.docsiteSearch = Object.assign(queue, {
	/** Opens the search over the index whose head is at index. On the page that says so address is what leads nowhere. */
	async open(index: string, address?: string): Promise<void> {
		dialog ??= await SearchDialog.over(index);
		dialog.open(address);
	},
});
