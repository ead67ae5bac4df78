#!/usr/bin/env bash
# Makes .venv from a hashed lock, and only when the lock changed: venv.sh requirements.txt
# With LEGWISE_MAY_INSTALL=yes, and as root, a missing python3-venv is installed from Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
    if usable "$name"; then command -v "$name"; return; fi
  done
  return 1
}

explain() {
  if ! command -v python3 >/dev/null; then
    echo "Python is missing. Type: sudo apt-get install python3 python3-venv"
  elif ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Legwise needs Python 3.11 or newer; python3 here is $(python3 --version 2>&1)."
    echo "With another one installed, type: make PYTHON=/path/to/python3.11 ..."
  else
    echo "Python is here, but it cannot make environments. Type: sudo apt-get install python3-venv"
  fi
}

# Two commands at once must not both build the environment.
exec 9>"/tmp/legwise-venv-$(pwd | cksum | cut -d' ' -f1).lock"
flock 9

hash_of() { sha256sum "$1" | cut -d' ' -f1; }
installed() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(hash_of "$1")" ]; }

# The development lock holds everything the other one holds.
if installed "$lock" || installed requirements-dev.txt; then exit; fi

if ! usable .venv/bin/python; then
  if ! python=$(find_python); then
    if [ "${LEGWISE_MAY_INSTALL:-}" = yes ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      deploy/apt-install.sh python3 python3-venv
      python=$(find_python) || { explain >&2; exit 1; }
    else
      explain >&2; exit 1
    fi
  fi
  echo "Making the environment (.venv) with $("$python" --version) ..."
  rm -rf .venv
  "$python" -m venv .venv
fi
# The lock names everything, so nothing is looked for beside it, and two can install a half each: most of it is unpacking,
# which pip does on one core. Python compiles what it imports, when it does.
echo "Installing what $lock names ..."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -v folder="$folder" '/^[^ #]/ { half = named++ % 2 } { print > (folder "/" half + 0) }' "$lock"
for half in "$folder"/*; do
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile -r "$half" &
done
for _ in "$folder"/*; do wait -n; done
hash_of "$lock" >".venv/installed-$lock"
