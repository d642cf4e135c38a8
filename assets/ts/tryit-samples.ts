// Loaded when somebody first uses a panel: what follows its form.
import { LiveSamples } from "./sample-live";
import { Share } from "./tryit-share";
import type { BesideScript } from "./tryit-beside";

const script: BesideScript = { open: (panel, model) => new Share(panel, model) };
(self as unknown as { docsiteBeside: BesideScript }).docsiteBeside = script;
