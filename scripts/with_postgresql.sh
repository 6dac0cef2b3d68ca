#!/usr/bin/env bash
# Run a command beside a PostgreSQL server of its own: made in a temporary folder, on loopback, gone afterwards.
#
#   scripts/with_postgresql.sh .venv/bin/python -m pytest tests/records
#
# The command finds ENTHESIS_DATABASE_URL (the web role, bound by row-level security) and ENTHESIS_DATABASE_OWNER_URL
# (the owner). PostgreSQL refuses to run as root: then the server runs as the user postgres, the command as who called.
# ENTHESIS_TEST_POSTGRESQL_FOLDER names the folder for tests that end the server themselves.
set -euo pipefail
if [ $# -eq 0 ]; then
    echo "usage: $0 COMMAND [ARGUMENTS]" >&2
    exit 2
fi
programs=$(find /usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$programs" ]; then
    echo "$0: there is no PostgreSQL here; run scripts/install_test_tools.sh (Debian: apt-get install postgresql)" >&2
    exit 2
fi
programs=$(dirname "$programs")

folder=$(mktemp -d "${TMPDIR:-/tmp}/enthesis_postgresql_XXXXXX")
as_server=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
    as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
stop() {
    # Only the server of this folder: by the id it wrote itself.
    if [ -f "$folder/data/postmaster.pid" ]; then
        "${as_server[@]}" "$programs/pg_ctl" stop -D "$folder/data" -m immediate -s || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as_server[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# Durability stays on unless asked otherwise: the kill test needs it, the record tests do not.
durable=${ENTHESIS_TEST_POSTGRESQL_DURABLE:-off}
cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
fsync = $durable
synchronous_commit = $durable
full_page_writes = $durable
CONF
"${as_server[@]}" "$programs/pg_ctl" start -D "$folder/data" -w -s -l "$folder/server.log" || { cat "$folder/server.log" >&2; exit 1; }
"$programs/psql" -q -X -v ON_ERROR_STOP=1 -h "$folder" -p "$port" -U postgres postgres <<'SQL'
CREATE ROLE enthesis_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
CREATE ROLE enthesis_web LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
CREATE DATABASE enthesis OWNER enthesis_owner;
REVOKE ALL ON DATABASE enthesis FROM PUBLIC;
GRANT CONNECT ON DATABASE enthesis TO enthesis_web;
-- For tests that need a database of their own, or two.
CREATE DATABASE enthesis_first OWNER enthesis_owner;
REVOKE ALL ON DATABASE enthesis_first FROM PUBLIC;
GRANT CONNECT ON DATABASE enthesis_first TO enthesis_web;
CREATE DATABASE enthesis_second OWNER enthesis_owner;
REVOKE ALL ON DATABASE enthesis_second FROM PUBLIC;
GRANT CONNECT ON DATABASE enthesis_second TO enthesis_web;
SQL
cd "$OLDPWD"
export ENTHESIS_DATABASE_URL="postgresql://enthesis_web@127.0.0.1:$port/enthesis"
export ENTHESIS_DATABASE_OWNER_URL="postgresql://enthesis_owner@127.0.0.1:$port/enthesis"
export ENTHESIS_TEST_POSTGRESQL_FOLDER="$folder" ENTHESIS_TEST_POSTGRESQL_PROGRAMS="$programs"
# In the background, so that a signal is heard while the command runs; it is passed on, and the server ends all the same.
"$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null || true' INT TERM
status=0
wait "$command" || status=$?
# A signal ends the wait before the command has ended.
while kill -0 "$command" 2>/dev/null; do wait "$command" || status=$?; done
exit $status
