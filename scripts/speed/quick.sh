# Measures a few cases and sets them beside the recorded floor; `scripts/bench --quick` runs it.
#
#   PTS=… GEMM_PROBE=… quick.sh [--json FILE]
# shellcheck shell=bash

set -euo pipefail

here=${BASH_SOURCE[0]%/*}
out=
if [[ ${1-} == --json && -n ${2-} ]]; then
  out=$(readlink -f "$2")
elif (($#)); then
  printf 'usage: scripts/bench --quick [--json FILE]\n' >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PTS_THREADS=${PTS_THREADS:-$(nproc)}
# Every run has a store of its own: one that is kept would be found, not trained again.
run() { PTS_HOME=$(mktemp -d -p "$work") "$PTS" "$here/$1" "${@:2}" 2>"$work/errors" || { cat "$work/errors" >&2; return 1; }; }

count=0
while read -r kind name soft batch longest demos dtype; do
  if [[ $kind == products ]]; then
    read -ra sizes <<<"$name $soft $batch $longest $demos $dtype"
    "$GEMM_PROBE" "$PTS_THREADS" 0.5 "${sizes[@]}" >"$work/rates.json"
    continue
  fi
  model=$work/$name
  case=$work/$name-$soft-$batch-$longest-$demos
  mkdir -p "$model" "$case"
  [[ -e $model/config.json ]] || run model.pts "$name" "$model"
  [[ -e $case/case.json ]] || run case.pts "$model" "$case" "$soft" "$batch" "$longest" "$demos" 4
  printf '%s P %s B %s T %s %s\n' "$name" "$soft" "$batch" "$longest" "$dtype" >&2
  count=$((count + 1))
  run tune.pts "$model" "$case" "$dtype" fresh >"$work/result-$count.json" </dev/null
  printf '%s %s %s %s %s %s\n' "$name" "$soft" "$batch" "$longest" "$demos" "$dtype" >"$work/case-$count"
done < <("$PTS" "$here/plan.pts")
((count)) || exit 1
run quick.pts "$work" "$count" "$out"
