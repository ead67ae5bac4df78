#!/usr/bin/env bash
# Installs Debian packages as root or with a sudo that asks nothing; otherwise says what to type.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "Missing here: $*. Type: sudo apt-get install $*" >&2
  exit 1
fi
# Two at once would not both get the system's lock.
exec 9>"/tmp/legwise-apt-$(id -u).lock"
flock 9
echo "Installing $* from the system's packages ..."
if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq "$@"; } >/dev/null </dev/null; then
  echo "That did not work. Type: sudo apt-get install $*" >&2
  exit 1
fi
