// Loaded when somebody first sends from a panel that has no proxy: what sends straight to the API.
import { sendDirectly } from "./tryit-direct";

/** What the script offers. */
export interface DirectScript {
	send: typeof sendDirectly;
}

const script: DirectScript = { send: sendDirectly };
(self as unknown as { docsiteDirect: DirectScript }).docsiteDirect = script;
