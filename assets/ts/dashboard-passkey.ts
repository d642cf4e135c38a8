// Passkeys: the browser is asked for one, and the form sends its answer.

/** A passkey that the server knows. */
interface Known {
	id: string;
	type: "public-key";
	transports?: AuthenticatorTransport[];
}

/** What the server asks for, as it travels: of a new passkey, or of one that there is. */
interface Question extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
	challenge: string;
	user: { id: string; name: string; displayName: string };
	excludeCredentials?: Known[];
	allowCredentials?: Known[];
}

/** Makes a form ask for a passkey before it is sent: for a new one, or for one that there is. */
export function passkeyForm(form: HTMLFormElement): void {
	const problem = form.querySelector<HTMLElement>("[data-problem]");
	const answer = form.querySelector<HTMLInputElement>("input[name=answer]");
	const button = form.querySelector("button");
	if (!problem || !answer || !button) {
		return;
	}
	const send = (passkey: unknown) => {
		answer.value = JSON.stringify(passkey);
		form.submit();
	};
	const withdraw = "offer" in form.dataset ? offer(form, send) : () => {};
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (button.getAttribute("aria-busy") === "true") {
			return;
		}
		button.setAttribute("aria-busy", "true");
		problem.textContent = "";
		withdraw();
		try {
			send(await ask(form));
		} catch (error) {
			problem.textContent = reason(error as Error);
			button.removeAttribute("aria-busy");
		}
	});
}

/**
 * Lets the browser offer passkeys beside the addresses that it knows, where somebody is to type theirs. Returns what
 * ends that: a browser asks for one passkey at a time.
 */
function offer(form: HTMLFormElement, send: (passkey: unknown) => void): () => void {
	let ended = false;
	let round = new AbortController();
	const offerAgain = async () => {
		if (ended || !(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) {
			return;
		}
		round = new AbortController();
		const { signal } = round;
		try {
			const asked = await question(form);
			// What is asked for is good for a while; whoever leaves the page open longer is asked anew.
			setTimeout(() => round.signal === signal && round.abort(), (asked.timeout ?? 300_000) * 0.8);
			send(await get(asked, { mediation: "conditional", signal }));
		} catch {
			if (signal.aborted) {
				void offerAgain();
			} // else there is none to offer, or the server is away: the button says so
		}
	};
	void offerAgain();
	return () => {
		ended = true;
		round.abort();
	};
}

async function ask(form: HTMLFormElement): Promise<unknown> {
	if (!("credentials" in navigator) || !("PublicKeyCredential" in window)) {
		throw new Error("This browser has no passkeys, or has none for this address.");
	}
	const asked = await question(form);
	return form.dataset.passkey === "create" ? create(asked) : get(asked);
}

/** What the server asks for. */
async function question(form: HTMLFormElement): Promise<Question> {
	const response = await fetch(form.dataset.ask!, { method: "POST", signal: AbortSignal.timeout(10_000) });
	if (response.status === 401) {
		location.reload();
		throw new Error("Your session is over. Sign in again.");
	}
	const asked = await response.json();
	if (!response.ok) {
		throw new Error(asked.detail);
	}
	return asked;
}

async function create(question: Question): Promise<unknown> {
	const publicKey: PublicKeyCredentialCreationOptions = {
		...question,
		challenge: bytes(question.challenge),
		user: { ...question.user, id: bytes(question.user.id) },
		excludeCredentials: question.excludeCredentials?.map(readable),
	};
	const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
	const response = made.response as AuthenticatorAttestationResponse;
	return {
		...common(made),
		response: {
			attestationObject: text(response.attestationObject),
			clientDataJSON: text(response.clientDataJSON),
			transports: response.getTransports?.() ?? [],
		},
	};
}

async function get(question: Question, how: CredentialRequestOptions = {}): Promise<unknown> {
	const publicKey: PublicKeyCredentialRequestOptions = {
		...question,
		challenge: bytes(question.challenge),
		allowCredentials: question.allowCredentials?.map(readable),
	};
	const used = (await navigator.credentials.get({ ...how, publicKey })) as PublicKeyCredential;
	const response = used.response as AuthenticatorAssertionResponse;
	return {
		...common(used),
		response: {
			authenticatorData: text(response.authenticatorData),
			clientDataJSON: text(response.clientDataJSON),
			signature: text(response.signature),
			userHandle: response.userHandle ? text(response.userHandle) : undefined,
		},
	};
}

function common(passkey: PublicKeyCredential): object {
	return {
		id: passkey.id,
		rawId: text(passkey.rawId),
		type: passkey.type,
		authenticatorAttachment: passkey.authenticatorAttachment ?? undefined,
		clientExtensionResults: passkey.getClientExtensionResults(),
	};
}

/** What is wrong, as far as the browser tells. */
function reason(error: Error): string {
	switch (error.name) {
		case "NotAllowedError":
			return "Nothing was done: it was cancelled, took too long, or there is no passkey for this.";
		case "InvalidStateError":
			return "This device has a passkey of this account already.";
		case "SecurityError":
			return "Passkeys are for the address that the server is known by, and this page was opened at another.";
		case "TimeoutError":
			return "The server does not answer. Try again.";
	}
	return error.message;
}

/** A passkey as the browser has it. */
function readable(known: Known): PublicKeyCredentialDescriptor {
	return { ...known, id: bytes(known.id) };
}

/** Bytes from base64url, which is how they travel. */
function bytes(encoded: string): Uint8Array<ArrayBuffer> {
	const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function text(data: ArrayBuffer): string {
	const binary = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("");
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
