# What the scripts beside this one share: the libraries a build needs, and the build itself.
# Sourced, never run. Everything said here goes to stderr; stdout belongs to pts.
# shellcheck shell=bash

set -euo pipefail

# The path that this file is sourced by is whole, links resolved.
root=${BASH_SOURCE[0]%/scripts/setup.sh}
binary=$root/.build/release/pts
stamp=$root/.build/pts.stamp

# The line editor, the matrix kernels, the run store, compressed data, each with a header that says it is there.
packages=(libedit-dev libdnnl-dev libsqlite3-dev zlib1g-dev)
# Pictures of pixels and Jupyter notebooks: loaded when they are used, so that all else works without.
extras=(librsvg2-2 libzmq5)
headers=(histedit.h dnnl.h sqlite3.h zlib.h)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# Installs what is missing; costs a look at dpkg's list when nothing is.
ensure_packages() {
  command -v dpkg-query >/dev/null || { ensure_headers; return; }
  local installed missing=() wanted=() package
  installed=$(
    dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${packages[@]}" "${extras[@]}" 2>/dev/null || true
  )
  is_installed() { [[ $'\n'$installed$'\n' == *$'\n'"$1 installed"$'\n'* ]]; }
  for package in "${packages[@]}"; do is_installed "$package" || missing+=("$package"); done
  for package in "${extras[@]}"; do is_installed "$package" || wanted+=("$package"); done
  # Nobody is asked for a password for the sake of extras.
  ((${#missing[@]} || (EUID == 0 && ${#wanted[@]}))) || return 0

  local run=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail_packages "${missing[@]}"
    run=(sudo)
  fi
  say "pts: installing ${missing[*]} ${wanted[*]}"
  run+=(env DEBIAN_FRONTEND=noninteractive apt-get -q)
  {
    # A stale list may still do; the install says so if not.
    "${run[@]}" update || true
    run+=(install -y --no-install-recommends)
    "${run[@]}" "${missing[@]}" "${wanted[@]}" && return 0
    if ((${#missing[@]})); then "${run[@]}" "${missing[@]}" || fail_packages "${missing[@]}"; fi
    say "pts: without ${wanted[*]}; what uses it says so"
  } >&2
}

fail_packages() {
  local how='with: '
  if ((EUID != 0)); then
    if command -v sudo >/dev/null; then how+='sudo '; else how='as root with: '; fi
  fi
  say "pts: these packages are missing: $*"
  fail "     install them ${how}apt-get install $*"
}

# Where there is no dpkg, the libraries can only be named.
ensure_headers() {
  local header
  for header in "${headers[@]}"; do
    [[ -e /usr/include/$header || -e /usr/local/include/$header ]] ||
      fail "pts: $header is missing: install libedit, oneDNN, SQLite and zlib with their headers"
  done
}

ensure_swift() {
  command -v swift >/dev/null ||
    fail 'pts: Swift 6.1 or later is needed: https://www.swift.org/install'
}

# A folder's time tells of files that were added or removed, a file's own of every other change.
is_built() {
  [[ -x $binary && -e $stamp ]] || return 1
  [[ -z $(find "$root/Sources" "$root/Package.swift" -newer "$stamp" -print -quit) ]]
}

# Runs a build and marks what it has seen; what changes meanwhile counts as new.
stamped() {
  mkdir -p "$root/.build"
  : >"$stamp.new"
  "$@"
  mv "$stamp.new" "$stamp"
}

# Brings the release build up to date.
ensure_built() {
  ensure_packages
  is_built && return
  ensure_swift
  say 'pts: building; the first time takes some minutes'
  stamped swift build --package-path "$root" -c release --product pts >&2
}
