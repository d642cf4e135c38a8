curl -X POST "https://your-web-host.example/api/rpc/server/ping" \
  -H "x-api-key: $WP_ENGINE_API_KEY" \
  -H "content-type: application/json" \
  --data '{}'
