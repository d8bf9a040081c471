#!/bin/sh
# Certificates to try the set-up with: an authority of our own, one certificate for the proxy, an authority for stations.
# For the public take a certificate of a public authority instead: certificates/server.crt (with its chain) and server.key.
#
#   ./certificates.sh charge.example.com
set -eu
name="${1:-localhost}"
cd "$(dirname "$0")"
umask 077
mkdir -p certificates
cd certificates
curve='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'

for authority in server-ca station-ca; do
  [ -f "$authority.key" ] || openssl req -x509 $curve -days 1825 -subj "/O=Wattledger/CN=$authority" \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$authority.key" -out "$authority.crt"
done

openssl req -new $curve -subj "/CN=$name" -keyout server.key -out server.csr
printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$name" > server.ext
openssl x509 -req -in server.csr -CA server-ca.crt -CAkey server-ca.key -days 365 -extfile server.ext -out server.crt
rm server.csr server.ext
# Read by the users of the containers.
chmod 755 .
chmod 644 ./*.crt server.key
echo "Made certificates/server.crt for $name. Stations trust certificates/server-ca.crt; move the keys of the authorities away."
