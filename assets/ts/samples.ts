// The samples of a call: one a language, text for text those of docsite/sample.
import { csharp } from "./sample-csharp";
import { curl } from "./sample-curl";
import { go } from "./sample-go";
import { java } from "./sample-java";
import { php } from "./sample-php";
import { planOf } from "./sample-plan";
import { python } from "./sample-python";
import { ruby } from "./sample-ruby";
import { rust } from "./sample-rust";
import type { Language } from "./sample-text";
import { typescript } from "./sample-typescript";
import type { Input, Model } from "./tryit-model";

const languages = new Map<string, Language>(Object.entries({ curl, typescript, python, go, csharp, java, php, ruby, rust }));

/** The samples in the languages, by their IDs. It throws an InputError if the input makes no request. */
export function samples(model: Model, input: Input, ids: string[], showSecrets = false): Map<string, string> {
	const plan = planOf(model, input, showSecrets);
	return new Map(ids.flatMap((id) => (languages.has(id) ? [[id, languages.get(id)!(plan)]] : [])));
}
