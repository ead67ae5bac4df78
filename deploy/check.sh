#!/usr/bin/env bash
# `make check`: everything that can be said about the code without running the tests.
# The steps do not need one another and each keeps one core busy, so as many run at once as there are cores. What a step
# says is shown when it ends. All run to their end, and those that failed are named last.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Production settings with an environment of their own each; the folder goes away afterwards.
manage() {
  local own
  own=$(mktemp -d -p "$folder")
  env LEGWISE_VAR="$own" DATABASE_URL="sqlite:///$own/db.sqlite3" ALLOWED_HOSTS=legwise.example DEBUG= \
    SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DJANGO_SETTINGS_MODULE=site_project.settings.production $bin/python manage.py "$@"
}

step() { # step "its name" command...
  local said status=0
  said=$("${@:2}" 2>&1) || status=$?
  printf -- '-- %s\n%s\n' "$1" "$said"
  if [ $status != 0 ]; then echo "$1" >>"$folder/failed"; fi
}

steps=(
  "types:$bin/mypy"
  "words of the library:manage check_library --folder content"
  "templates:$bin/djlint --lint --quiet templates"
  "borders between apps:$bin/lint-imports"
  "settings of production:manage check --deploy --fail-level WARNING"
  "migrations:manage makemigrations --check --dry-run"
  "style:$bin/ruff check ."
  "form:$bin/ruff format --check ."
)

cores=$(nproc 2>/dev/null || echo 2)
for one in "${steps[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n; done
  # shellcheck disable=SC2086 # words of a command
  step "${one%%:*}" ${one#*:} &
done
wait
if [ -e "$folder/failed" ]; then
  sed 's/^/FAILED: /' "$folder/failed" >&2
  exit 1
fi
