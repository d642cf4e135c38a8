import os
import requests

base_url = "https://your-web-host.example/api/rpc"
api_key = os.environ["WP_ENGINE_API_KEY"]

response = requests.post(
    f"{base_url}/server/ping",
    headers={
        "content-type": "application/json",
        "x-api-key": api_key,
    },
    json={},
    timeout=10,
)
response.raise_for_status()
print(response.json())
