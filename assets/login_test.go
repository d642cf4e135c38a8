package assets_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A description, or what a provider says of itself, names where secrets go. Nothing goes where others could read it or run something.
func TestSecretsGoToEncryptedAddressesOnly(t *testing.T) {
	got := inNode(t, `
		import { begin, clientToken, endpoint, endpointsOf, finish } from "./login-oauth";
		const results = [
			"https://in.example/token#top", "/token", "http://localhost:8080/token", "http://127.0.0.1/token",
			"http://in.example/token", "javascript:alert(1)", "data:text/html,x", "https://u:p@in.example/", "http://localhost.example/", "https://", "",
		].map((address) => { try { return endpoint(address, "https://api.example/v1/")?.href ?? "nowhere"; } catch (wrong) { return wrong.constructor.name; } });
		const flows = (list) => endpointsOf({ kind: "oauth2", flows: list }, "https://api.example/");
		const names = async (list) => Object.entries(await flows(list)).filter(([, value]) => value instanceof URL).map(([name]) => name).sort().join();
		results.push(
			await names([{ name: "authorizationCode", authorizationUrl: "/in", tokenUrl: "/token", scopes: {} }]),
			await names([{ name: "authorizationCode", authorizationUrl: "/in", scopes: {} }]),
			await names([{ name: "clientCredentials", tokenUrl: "/token", scopes: {} }]),
			await names([{ name: "implicit", authorizationUrl: "/in", scopes: {} }]),
			await names([]),
		);
		const one = await begin({ authorize: new URL("https://in.example/?state=theirs&tenant=a"), scopes: {} }, "me & you", ["a", "b"], "https://docs.example/back");
		const asked = Object.fromEntries(one.url.searchParams);
		results.push([asked.tenant, asked.client_id, asked.scope, asked.state === one.state, one.url.searchParams.getAll("state").length, one.url.href.includes(one.verifier)].join());
		for (const came of [{ error: "access_denied" }, { code: "c", iss: "https://other.example" }, {}]) {
			results.push(await finish(one, { scopes: {}, issuer: "https://in.example", token: new URL("https://in.example/") }, came, { client: "me" }).then(() => "a token", (wrong) => wrong.message));
		}
		globalThis.document = { addEventListener() {}, removeEventListener() {} };
		globalThis.fetch = (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
		const asking = new AbortController();
		const token = clientToken(new URL("https://in.example/"), { client: "me" }, asking.signal);
		asking.abort();
		results.push(await token.catch((wrong) => wrong.message));
	`)
	want := list("https://in.example/token", "https://api.example/token", "http://localhost:8080/token", "http://127.0.0.1/token",
		"LoginError", "LoginError", "LoginError", "LoginError", "LoginError", "LoginError", "nowhere",
		"authorize,refresh,token", "", "clientToken", "", "",
		"a,me & you,a b,true,1,false",
		"The authorization server says no: access_denied.", "The answer came from another authorization server than was asked, so it isn't used.", "The authorization server sent no code.", "The sign-in is cancelled.")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
