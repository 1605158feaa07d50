#!/usr/bin/env bash
# Install what tests/system needs. As root, missing programs come from the system's packages; anyone else is told which are missing.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
while read -r program package; do
    [[ $program == "" || $program == \#* ]] || command -v "$program" >/dev/null || missing+=("$package")
done <programs.txt

if ((${#missing[@]})); then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "tests/system needs programs that are not installed: ${missing[*]} (Debian's names)" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

npm ci --ignore-scripts --no-audit --no-fund --silent
