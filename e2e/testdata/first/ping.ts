const baseUrl = "https://your-web-host.example/api/rpc";
const apiKey = process.env.WP_ENGINE_API_KEY;

if (!apiKey) {
	throw new Error("WP_ENGINE_API_KEY is required");
}

const response = await fetch(`${baseUrl}/server/ping`, {
	method: "POST",
	headers: {
		"content-type": "application/json",
		"x-api-key": apiKey,
	},
	body: JSON.stringify({}),
});

if (!response.ok) {
	throw new Error(`WP Engine API failed: ${response.status}`);
}

const data = await response.json();
console.log(data);
