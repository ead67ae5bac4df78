#!/usr/bin/env bash
# `make run`: everything from a fresh clone to a running site. Run again, it is quick and keeps all data.
set -euo pipefail
cd "$(dirname "$0")/.."
export HOST=${HOST:-127.0.0.1} PORT=${PORT:-8000}
export DJANGO_SETTINGS_MODULE=site_project.settings.demo
var=${LEGWISE_VAR:-var}

deploy/venv.sh requirements.txt
python=.venv/bin/python

if ! "$python" - <<'PYTHON'
import os, socket
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((os.environ["HOST"], int(os.environ["PORT"])))
    except (OSError, ValueError) as error:
        raise SystemExit(f"Cannot listen at {os.environ['HOST']}:{os.environ['PORT']}: {error}.") from None
PYTHON
then
  echo "Stop what runs there, or choose another port: make run PORT=8001" >&2
  exit 1
fi

"$python" manage.py migrate --no-input --verbosity 0
"$python" manage.py import_library content --publish

stamp=$var/static/.collected
if [ ! -f "$stamp" ] || [ -n "$(find static .venv/installed-* -newer "$stamp" -print -quit)" ]; then
  echo "Collecting static files ..."
  "$python" manage.py collectstatic --no-input --clear --verbosity 0
  touch "$stamp"
fi

"$python" manage.py demo_accounts
echo
echo "Legwise is at http://$HOST:$PORT/ and its editors' door at http://$HOST:$PORT/admin/ (stop with Ctrl+C)"
exec "$python" -m gunicorn --config deploy/gunicorn.conf.py
