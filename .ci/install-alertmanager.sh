#!/usr/bin/env bash
# Installs Debian's Alertmanager with amtool, unless they are there. Quiet; safe to run again. Starts no service.
set -euo pipefail
if command -v amtool >/dev/null && command -v prometheus-alertmanager >/dev/null; then exit 0; fi
export DEBIAN_FRONTEND=noninteractive
run=()
if [ "$(id -u)" -ne 0 ]; then run=(sudo -E); fi
# A policy of the package system that keeps the service from being started while it is installed.
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${run[@]}" tee "$guard" >/dev/null
  "${run[@]}" chmod 755 "$guard"
  trap '"${run[@]}" rm -f "$guard"' EXIT
fi
wait_for_lock=(-o DPkg::Lock::Timeout=300)
install=("${run[@]}" apt-get "${wait_for_lock[@]}" install -qq -y --no-install-recommends prometheus-alertmanager)
if ! "${install[@]}" >/dev/null 2>&1; then
  "${run[@]}" apt-get "${wait_for_lock[@]}" update -qq >/dev/null
  "${install[@]}" >/dev/null
fi
amtool --version >/dev/null 2>&1
