// Passkeys: the browser is asked for one, and the form sends its answer.

interface Question extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
	challenge: string;
	user: { id: string; name: string; displayName: string };
	excludeCredentials?: { id: string; type: "public-key"; transports?: AuthenticatorTransport[] }[];
}

/** Makes a form ask for a passkey before it is sent: for a new one, or for one that there is. */
export function passkeyForm(form: HTMLFormElement): void {
	const problem = form.querySelector<HTMLElement>("[data-problem]");
	const answer = form.querySelector<HTMLInputElement>("input[name=answer]");
	const button = form.querySelector("button");
	if (!problem || !answer || !button) {
		return;
	}
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (button.getAttribute("aria-busy") === "true") {
			return;
		}
		button.setAttribute("aria-busy", "true");
		problem.textContent = "";
		try {
			answer.value = JSON.stringify(await ask(form));
			form.submit();
		} catch (error) {
			problem.textContent = reason(error as Error);
			button.removeAttribute("aria-busy");
		}
	});
}

async function ask(form: HTMLFormElement): Promise<unknown> {
	if (!("credentials" in navigator) || !("PublicKeyCredential" in window)) {
		throw new Error("This browser has no passkeys, or has none for this address.");
	}
	const response = await fetch(form.dataset.ask!, { method: "POST", signal: AbortSignal.timeout(10_000) });
	if (response.status === 401) {
		location.reload();
		throw new Error("Your session is over. Sign in again.");
	}
	const question = await response.json();
	if (!response.ok) {
		throw new Error(question.detail);
	}
	return form.dataset.passkey === "create" ? create(question) : get(question);
}

async function create(question: Question): Promise<unknown> {
	const publicKey: PublicKeyCredentialCreationOptions = {
		...question,
		challenge: bytes(question.challenge),
		user: { ...question.user, id: bytes(question.user.id) },
		excludeCredentials: question.excludeCredentials?.map((known) => ({ ...known, id: bytes(known.id) })),
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

async function get(question: { challenge: string } & Omit<PublicKeyCredentialRequestOptions, "challenge">): Promise<unknown> {
	const publicKey = { ...question, challenge: bytes(question.challenge) };
	const used = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
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

/** Bytes from base64url, which is how they travel. */
function bytes(encoded: string): Uint8Array<ArrayBuffer> {
	const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function text(data: ArrayBuffer): string {
	const binary = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("");
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
