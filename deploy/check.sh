#!/usr/bin/env bash
# `make check`: everything that can be said about the code without running the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

$bin/ruff check .
$bin/ruff format --check .
$bin/mypy
$bin/lint-imports
$bin/djlint --lint --quiet templates

# Production settings with an environment of their own; the folder goes away afterwards.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
manage() {
  env LEGWISE_VAR="$folder" DATABASE_URL="sqlite:///$folder/db.sqlite3" ALLOWED_HOSTS=legwise.example DEBUG= \
    SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DJANGO_SETTINGS_MODULE=site_project.settings.production $bin/python manage.py "$@"
}
manage check --deploy --fail-level WARNING
manage makemigrations --check --dry-run
manage check_library --folder content
