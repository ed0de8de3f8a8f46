#!/usr/bin/env bash
# Installs the mock server that judges requests to vendors' APIs (@stoplight/prism-cli, from npm) into the folder that is named.
# Does nothing where it is there. Node.js comes from Debian where the machine has none.
set -euo pipefail
folder=$1
if [ -x "$folder/node_modules/.bin/prism" ]; then exit 0; fi
if ! command -v npm >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  root=()
  if [ "$(id -u)" -ne 0 ]; then root=(sudo --preserve-env=DEBIAN_FRONTEND); fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
fi
mkdir -p "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" @stoplight/prism-cli@5 >/dev/null
"$folder/node_modules/.bin/prism" --version >/dev/null
