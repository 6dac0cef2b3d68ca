#!/usr/bin/env bash
# Run all tests as the given command says, and beside it those of the record on PostgreSQL, and `make check`; all must pass.
#
#   scripts/test_on_both_databases.sh .venv/bin/python -m pytest -n 3 tests
#
# Side by side, since browser tests wait more than they work, and the check of the types works on one core alone. What the
# two beside have to say is shown when they end badly, at once; what they said otherwise, at the end.
set -uo pipefail
said=$(mktemp -d "${TMPDIR:-/tmp}/enthesis_tests_XXXXXX")
trap 'rm -rf "$said"' EXIT
python=$1

beside() { # NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" >"$said/$name" 2>&1 || status=$?
    [ $status -eq 0 ] || { echo "== $name failed =="; cat "$said/$name"; }
    return $status
}

beside check nice -n 5 make --no-print-directory check &
check=$!
beside postgresql bash "$(dirname "$0")/with_postgresql.sh" "$python" -m pytest tests/records &
postgresql=$!
"$@"
worst=$?
for each in $check $postgresql; do
    wait "$each"
    status=$?
    worst=$((worst > status ? worst : status))
done
for each in "$said"/*; do
    echo "== $(basename "$each") =="
    cat "$each"
done
exit $worst
