#!/usr/bin/env bash
# Run all tests as the given command says, and beside it those of the record on PostgreSQL; both must pass.
#
#   scripts/test_on_both_databases.sh .venv/bin/python -m pytest -n 3 tests
#
# Side by side, since browser tests wait more than they work. What PostgreSQL's part has to say is shown at the end.
set -uo pipefail
said=$(mktemp "${TMPDIR:-/tmp}/enthesis_postgresql_tests_XXXXXX")
trap 'rm -f "$said"' EXIT
python=$1
bash "$(dirname "$0")/with_postgresql.sh" "$python" -m pytest tests/records >"$said" 2>&1 &
beside=$!
"$@"
first=$?
wait "$beside"
second=$?
echo "== the record's tests on PostgreSQL =="
cat "$said"
exit $((first > second ? first : second))
