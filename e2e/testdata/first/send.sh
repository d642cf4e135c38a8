curl -X POST "https://your-web-host.example/api/rpc/whatsapp/sendMessage" \
  -H "x-api-key: $WP_ENGINE_API_KEY" \
  -H "content-type: application/json" \
  --data '{
    "clientId": "00000000-0000-0000-0000-000000000000",
    "jid": "15551234567@s.whatsapp.net",
    "message": { "text": "Hello from WP Engine" }
  }'
