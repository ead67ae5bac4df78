#!/usr/bin/env bash
# `make test`: sets up everything the suite needs, runs it on SQLite and on PostgreSQL, cleans up.
# What is missing is installed or, where that is not possible, named; nothing is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin"
export LEGWISE_MAY_INSTALL=yes
unset DATABASE_URL DJANGO_SETTINGS_MODULE LEGWISE_VAR

# Databases and browsers wait for the disk more than they compute, so they work in memory where there is room.
if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 2000000 ]; then
  export TMPDIR=/dev/shm
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/legwise-test.XXXXXX")
export TMPDIR=$folder/tmp
mkdir -m 1777 "$TMPDIR"
chmod 711 "$folder" # the database's own user passes through to its part
postgres_bin=
finish() {
  if [ -n "$postgres_bin" ]; then as_postgres "$postgres_bin/pg_ctl" stop --silent -D "$folder/postgres/data" -m immediate || true; fi
  rm -rf "$folder"
}
trap finish EXIT

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

find_postgres() {
  local place
  for place in $(command -v pg_ctl >/dev/null && pg_config --bindir 2>/dev/null) $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
    if [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ]; then echo "$place"; return; fi
  done
  return 1
}

start_postgres() {
  local home=$folder/postgres
  local found
  found=$(find_postgres) || { deploy/apt-install.sh postgresql; found=$(find_postgres); }
  mkdir "$home"
  if [ "$(id -u)" = 0 ]; then chown postgres "$home"; fi
  as_postgres "$found/initdb" -D "$home/data" -U legwise -A trust --no-sync --encoding UTF8 --locale C.UTF-8 >"$folder/initdb.log" ||
    { cat "$folder/initdb.log" >&2; return 1; }
  postgres_bin=$found
  # Reached through a socket in its own folder only; fast because nothing in it has to survive.
  as_postgres "$found/pg_ctl" start --silent -w -D "$home/data" -l "$home/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$home' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=128MB"
  DATABASE_URL_TEST_POSTGRES="postgres://legwise@${home//\//%2F}/postgres"
}

# The lock's packages and the system's do not wait for one another.
deploy/venv.sh requirements-dev.txt &
environment=$!
# The browser without its own windows and menus needs half the time; not every system packs it apart.
if ! command -v chromium-headless-shell >/dev/null; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    deploy/apt-install.sh chromium-headless-shell fonts-dejavu-core || deploy/apt-install.sh chromium fonts-dejavu-core
fi
command -v nginx >/dev/null || deploy/apt-install.sh nginx
command -v openssl >/dev/null || deploy/apt-install.sh openssl
if [ -z "${DATABASE_URL_TEST_POSTGRES:-}" ]; then start_postgres; fi
wait "$environment"

# Put together and compressed once for both.
export LEGWISE_TEST_STATIC=$folder/static

echo "== Checks"
deploy/check.sh
# One process more than there are cores: some of them always wait for a browser, a server or the disk.
workers=$(($(nproc) + 1))
echo "== The suite on SQLite"
.venv/bin/python -m pytest -n "$workers" --dist loadfile --no-loadscope-reorder "$@"
echo "== The suite on PostgreSQL (without what is the same on both)"
DATABASE_URL=$DATABASE_URL_TEST_POSTGRES .venv/bin/python -m pytest -n "$workers" --dist loadfile --no-loadscope-reorder -m "not browser and not once" "$@"
