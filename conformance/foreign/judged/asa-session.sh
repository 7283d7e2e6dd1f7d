#!/bin/sh
# As scripts around the ASA's REST API usually go: a token by curl, objects, save. -k, because the box is self-signed.
set -e
auth="$RACKLESS_USERNAME:$(cat "$RACKLESS_PASSWORD_FILE")"
json='Content-Type: application/json'
token=$(curl -sk -D - -o /dev/null -u "$auth" -X POST -H "$json" "$RACKLESS_URL/api/tokenservices" |
  tr -d '\r' | sed -n 's/^X-Auth-Token: //p')

object() {
  curl -sk -o /dev/null -H "X-Auth-Token: $token" -H "$json" "$RACKLESS_URL/api/objects/networkobjects" -d "
    { \"kind\": \"object#NetworkObj\", \"name\": \"$1\", \"host\": { \"kind\": \"IPv4Address\", \"value\": \"$2\" } }"
}

object web1 10.1.1.10
object web2 10.1.1.11
curl -sk -o /dev/null -X POST -H "X-Auth-Token: $token" -H "$json" "$RACKLESS_URL/api/commands/writemem"
echo 'objects are there'
