#!/usr/bin/env bash
# Installs Request Tracker 5 with SQLite from Debian, for tests/targets/request_tracker. Does nothing where it is there.
# Named one by one: dbconfig-no-thanks asks nothing about databases, msmtp-mta is a mailer without a daemon.
set -euo pipefail
packages=(dbconfig-no-thanks msmtp-mta request-tracker5 rt5-db-sqlite rt5-standalone tzdata w3m)
if dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
root=()
if [ "$(id -u)" -ne 0 ]; then
  root=(sudo --preserve-env=DEBIAN_FRONTEND)
fi
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${packages[@]}" >/dev/null
