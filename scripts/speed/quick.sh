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
if [[ ! -e $here/floor.json ]]; then
  printf 'bench: no floor is recorded: scripts/bench --record leaves one\n' >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PTS_THREADS=${PTS_THREADS:-$(nproc)}

# Every run has a store of its own: one that is kept would be found, not trained again.
run() {
  PTS_HOME=$(mktemp -d -p "$work") "$PTS" "$here/$1" "${@:2}" 2>"$work/errors" </dev/null && return
  cat "$work/errors" >&2
  return 1
}

run plan.pts >"$work/plan"
read -ra sizes < <(sed -n 's/^products //p' "$work/plan")
"$GEMM_PROBE" "$PTS_THREADS" 0.25 "${sizes[@]}" >"$work/rates.json"

count=0
while read -r name soft batch longest demos dtype; do
  grep -q "\"$dtype\"" "$work/rates.json" || continue
  printf '%s P %s B %s T %s %s\n' "$name" "$soft" "$batch" "$longest" "$dtype" >&2
  model=$work/$name
  case=$work/$name-$soft-$batch-$longest-$demos
  mkdir -p "$model" "$case"
  [[ -e $model/config.json ]] || run model.pts "$name" "$model"
  [[ -e $case/case.json ]] || run case.pts "$model" "$case" "$soft" "$batch" "$longest" "$demos" 4
  count=$((count + 1))
  run tune.pts "$model" "$case" "$dtype" fresh >"$work/result-$count.json"
  printf '%s\n' "$name $soft $batch $longest $demos $dtype" >"$work/case-$count"
done < <(sed -n 's/^case //p' "$work/plan")
run quick.pts "$work" "$count" "$out"
