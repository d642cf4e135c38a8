// OAuth 2 as a page can do it without a secret of its own: the authorization code with PKCE (RFC 7636), and what comes after it.
import type { Login } from "./tryit-kept";
import type { Credential, Scheme } from "./tryit-model";

/** Where somebody signs in, and where tokens come from. */
export interface Endpoints {
	authorize?: URL;
	token?: URL;
	refresh?: URL;
	/** Who answers, where that is known: it has to be the one who was asked. */
	issuer?: string;
	scopes: Record<string, string>;
	/** The other way, for programs: with a secret and without a person. */
	clientToken?: URL;
	clientScopes?: Record<string, string>;
}

/** What went wrong, in words for a reader. */
export class LoginError extends Error {}

export const cancelled = "The sign-in is cancelled.";

/** An address of the description, if credentials may go there: it is encrypted, or on this machine. */
export function endpoint(address: string | undefined, base: string): URL | undefined {
	if (!address) {
		return undefined;
	}
	const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
	const local = url && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
	if (!url || url.username || url.password || (url.protocol !== "https:" && !(url.protocol === "http:" && local))) {
		throw new LoginError(`The description says to go to ${address}, which is no https address, so nothing is sent there.`);
	}
	url.hash = "";
	return url;
}

/** The endpoints of a scheme: from the description, or from those of an OpenID Connect provider. */
export async function endpointsOf(scheme: Scheme, base: string): Promise<Endpoints> {
	if (scheme.kind === "openIdConnect") {
		return discover(endpoint(scheme.openIdConnectUrl, base));
	}
	const flow = scheme.flows?.find(({ name }) => name === "authorizationCode");
	const client = scheme.flows?.find(({ name }) => name === "clientCredentials" || name === "application");
	const token = endpoint(flow?.tokenUrl, base);
	return {
		authorize: token && endpoint(flow?.authorizationUrl, base),
		token,
		refresh: endpoint(flow?.refreshUrl, base) ?? token,
		scopes: flow?.scopes ?? {},
		clientToken: endpoint(client?.tokenUrl, base),
		clientScopes: client?.scopes,
	};
}

async function discover(url: URL | undefined): Promise<Endpoints> {
	if (!url) {
		return { scopes: {} };
	}
	const said = await ask(url, {}, "Its settings");
	const { authorization_endpoint: authorize, token_endpoint: token, issuer, scopes_supported: scopes } = said;
	const known = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string").slice(0, 40) : [];
	return {
		authorize: endpoint(text(authorize), url.href),
		token: endpoint(text(token), url.href),
		refresh: endpoint(text(token), url.href),
		issuer: text(issuer),
		scopes: Object.fromEntries(["openid", ...known].map((scope) => [scope, ""])),
	};
}

function text(value: unknown): string | undefined {
	return typeof value === "string" && value !== "" ? value : undefined;
}

/** A sign-in that is under way. What it checks is in this page's memory alone. */
export interface Attempt {
	url: URL;
	state: string;
	verifier: string;
	redirect: string;
}

/** Begins a sign-in. */
export async function begin({ authorize }: Endpoints, client: string, scopes: string[], redirect: string): Promise<Attempt> {
	const [state, verifier] = [randomText(), randomText()];
	const challenge = base64URL(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
	const url = new URL(authorize!);
	const asked = { response_type: "code", client_id: client, redirect_uri: redirect, state, code_challenge: challenge, code_challenge_method: "S256", ...(scopes.length > 0 && { scope: scopes.join(" ") }) };
	for (const [name, value] of Object.entries(asked)) {
		url.searchParams.set(name, value);
	}
	return { url, state, verifier, redirect };
}

function randomText(): string {
	return base64URL(crypto.getRandomValues(new Uint8Array(32)));
}

function base64URL(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What a token comes to. */
export interface Got {
	credential: Credential;
	login: Login;
}

/** Ends a sign-in: the code for a token. */
export async function finish(attempt: Attempt, endpoints: Endpoints, came: Record<string, string>, login: Login, signal?: AbortSignal): Promise<Got> {
	if (came.error) {
		throw new LoginError(`The authorization server says no: ${said(came.error, came.error_description)}.`);
	}
	if (endpoints.issuer !== undefined && came.iss !== undefined && came.iss !== endpoints.issuer) {
		throw new LoginError("The answer came from another authorization server than was asked, so it isn't used.");
	}
	if (!came.code) {
		throw new LoginError("The authorization server sent no code.");
	}
	const form = { grant_type: "authorization_code", code: came.code, redirect_uri: attempt.redirect, code_verifier: attempt.verifier };
	return token(endpoints.token!, form, { ...login, tokenUrl: (endpoints.refresh ?? endpoints.token!).href }, signal);
}

/** A token for a program: no person signs in. */
export function clientToken(url: URL, login: Login, signal?: AbortSignal): Promise<Got> {
	return token(url, { grant_type: "client_credentials", ...(login.scopes?.length && { scope: login.scopes.join(" ") }) }, login, signal);
}

/** The next token. */
export function renew(login: Login): Promise<Got> {
	return token(endpoint(login.tokenUrl, location.href)!, { grant_type: "refresh_token", refresh_token: login.refresh! }, login);
}

async function token(url: URL, form: Record<string, string>, login: Login, signal?: AbortSignal): Promise<Got> {
	const body = new URLSearchParams({ ...form, client_id: login.client, ...(login.secret && { client_secret: login.secret }) });
	const answer = await ask(url, { method: "POST", body, signal }, "The token");
	const value = text(answer.access_token);
	if (value === undefined) {
		throw new LoginError("The authorization server answered without a token.");
	}
	const kind = text(answer.token_type);
	if (kind !== undefined && kind.toLowerCase() !== "bearer") {
		throw new LoginError(`The authorization server gave a token of type ${kind}, which can't be used here.`);
	}
	const seconds = Number(answer.expires_in);
	const { refresh: earlier, expires: _, ...rest } = login;
	const refresh = text(answer.refresh_token) ?? earlier;
	return { credential: { value }, login: { ...rest, ...(refresh && { refresh }), ...(seconds > 0 && { expires: Date.now() + seconds * 1000 }) } };
}

/** Asks an authorization server for JSON. A page may only do so if the server's CORS, and the policy of this site, let it. */
async function ask(url: URL, init: RequestInit, what: string): Promise<Record<string, unknown>> {
	let refused = false;
	const heard = (event: SecurityPolicyViolationEvent) => (refused ||= event.effectiveDirective === "connect-src");
	document.addEventListener("securitypolicyviolation", heard);
	let response: Response;
	let answer: unknown;
	try {
		response = await fetch(url, { ...init, headers: { accept: "application/json" }, mode: "cors", credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(init.signal ? [init.signal] : [])]) });
		answer = await response.json().catch(() => null);
	} catch {
		if (init.signal?.aborted) {
			throw new LoginError(cancelled);
		}
		await new Promise((resolve) => setTimeout(resolve)); // the violation is told after the failure
		throw new LoginError(
			refused
				? `${what} would come from ${url.origin}, which the policy of this site doesn't name, so nothing was sent. Get a token in another way and paste it above.`
				: `${what} didn't come: ${url.host} can't be reached, or it sends no CORS headers for ${location.origin}, so the browser keeps its answer back. Get a token in another way and paste it above.`,
		);
	} finally {
		document.removeEventListener("securitypolicyviolation", heard);
	}
	const members = typeof answer === "object" && answer !== null && !Array.isArray(answer) ? (answer as Record<string, unknown>) : {};
	if (!response.ok || (members.error !== undefined && members.access_token === undefined)) {
		throw new LoginError(`${url.host} says no: ${said(text(members.error) ?? `status ${response.status}`, text(members.error_description))}.`);
	}
	return members;
}

function said(code: string, description: string | undefined): string {
	return (description ? `${description.replace(/\.\s*$/, "")} (${code})` : code).slice(0, 300);
}
