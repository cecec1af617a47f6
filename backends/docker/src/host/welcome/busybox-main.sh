# The main process of the welcome image on a host without dpkg: busybox serves the page, filled in once.
trap 'exit 0' TERM INT
case "${PORT:-}" in '' | *[!0-9]*) PORT=8080 ;; esac
escape() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g' -e "s/'/\&#39;/g"; }
export HOST="$(hostname | escape)" PORT HELLO="$(printf %s "${GREETING:-こんにちは / Hello}" | escape)"
mkdir -p /run/www
awk '{ out = ""
  while (match($0, /\{\{[A-Z]+\}\}/)) {
    name = substr($0, RSTART + 2, RLENGTH - 4)
    out = out substr($0, 1, RSTART - 1) ENVIRON[name == "HOSTNAME" ? "HOST" : name == "GREETING" ? "HELLO" : "PORT"]
    $0 = substr($0, RSTART + RLENGTH)
  }
  print out $0 }' /usr/local/share/page.html >/run/www/index.html
httpd -p "$PORT" -h /run/www
echo "ポート $PORT でページを公開しています / serving a page on port $PORT"
while :; do sleep 86400 & wait $!; done
