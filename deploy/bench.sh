#!/usr/bin/env bash
# `make bench`: what a page costs the server (deploy/bench/speed.py, needs wrk) and what a reader's browser thinks of it
# (Lighthouse, needs Node.js and Chromium). Starts sites of its own on this machine; nothing is sent anywhere.
# `make bench ARGUMENTS=--quick`: two short rounds on the starter library, without Lighthouse.
set -euo pipefail
cd "$(dirname "$0")/.."
lighthouse=13.5.0
pages=(/ /conditions/peripheral-artery-disease/ /articles/pain-when-you-walk/ /urgent/cold-pale-numb-leg/)

deploy/venv.sh requirements-dev.txt
command -v wrk >/dev/null || deploy/apt-install.sh wrk
.venv/bin/python deploy/bench/speed.py "$@"
if [[ " $* " == *" --quick "* ]]; then exit 0; fi

command -v npx >/dev/null || { echo "Lighthouse needs Node.js. Type: sudo apt-get install nodejs npm" >&2; exit 1; }
CHROME_PATH=${CHROME_PATH:-$(command -v chromium-headless-shell || command -v chromium || command -v google-chrome || true)}
[ -n "$CHROME_PATH" ] || { echo "Lighthouse needs Chromium. Type: sudo apt-get install chromium" >&2; exit 1; }
export CHROME_PATH

folder=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT
export LEGWISE_VAR=$folder/var HOST=127.0.0.1 DJANGO_SETTINGS_MODULE=site_project.settings.demo
PORT=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PORT
mkdir "$LEGWISE_VAR"

echo "Preparing a site with the starter library ..."
.venv/bin/python manage.py migrate --no-input --verbosity 0
.venv/bin/python manage.py import_library content --publish >/dev/null
.venv/bin/python manage.py collectstatic --no-input --verbosity 0
.venv/bin/python -m gunicorn --config deploy/gunicorn.conf.py >"$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if .venv/bin/python -c "import urllib.request as r; r.urlopen('http://$HOST:$PORT/healthz')" 2>/dev/null; then break; fi
  sleep 0.2
done

for form in mobile desktop; do
  preset=()
  if [ "$form" = desktop ]; then preset=(--preset=desktop); fi
  for page in "${pages[@]}"; do
    echo "Measuring $page ($form) ..." >&2
    npx --yes --loglevel=error "lighthouse@$lighthouse" "http://$HOST:$PORT$page" "${preset[@]}" --quiet --output=json \
      --output-path="$folder/$form-$(echo "$page" | tr / _).json" \
      --chrome-flags="--headless --no-sandbox --disable-gpu --disable-background-networking"
  done
done
.venv/bin/python deploy/bench/lighthouse_table.py "$folder"
