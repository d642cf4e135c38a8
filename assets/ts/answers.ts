// Loaded when somebody first sends from a panel: what sends a call, and shows what comes back.
import { Sending, type Lent } from "./tryit-sending";

/** What the script offers to the panel's own. */
export interface AnswerScript {
	open(lent: Lent): Sending;
}

const script: AnswerScript = { open: (lent) => new Sending(lent) };
(self as unknown as { docsiteAnswers: AnswerScript }).docsiteAnswers = script;
