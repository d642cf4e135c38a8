// The page with the virtual phones. The server has written what they have; this makes it live.
import { listAll, type Phone } from "./handset-api";
import { PhonePane } from "./handset-pane";
import { createPhone } from "./handset-settings";
import { say } from "./toast";
import { themeToggle } from "./theme-toggle";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-toggle]")) {
	themeToggle(button);
}

const shown = document.querySelector("[data-switch]");
if (shown) {
	customElements.define("wp-phone", PhonePane);
	const panes = [...document.querySelectorAll<PhonePane>("wp-phone")];

	// Where there is room for one phone only, the switch says which.
	const show = (side: string) => {
		document.body.dataset.shown = side;
		for (const button of shown.querySelectorAll<HTMLElement>("[data-show]")) {
			button.setAttribute("aria-pressed", String(button.dataset.show === side));
		}
	};
	show(panes[0]!.dataset.side!);
	shown.addEventListener("click", (event) => {
		const side = (event.target as HTMLElement).closest<HTMLElement>("[data-show]")?.dataset.show;
		if (side) {
			show(side);
			panes.find((p) => p.dataset.side === side)!.changed();
		}
	});

	document.querySelector("[data-create]")!.addEventListener("click", () => {
		void createPhone(async (phone) => {
			try {
				const phones = await listAll<Phone>("sandbox.listPhones", {});
				panes.forEach((p) => p.offer(phones));
				(panes.find((p) => !p.phone) ?? panes.find((p) => p.offsetParent !== null && p !== panes[0]) ?? panes[0]!).use(phone.phone);
			} catch (error) {
				say(error);
			}
		});
	});

	addEventListener("popstate", () => {
		const query = new URL(location.href).searchParams;
		for (const pane of panes) {
			const side = pane.dataset.side!;
			pane.use(query.get(side) ?? pane.phone, query.get(`${side}Chat`) ?? "");
		}
	});
}
