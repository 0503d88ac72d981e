#!/usr/bin/env bash
# Records the logs of test/corpus/logs: runs real programs of Debian 12, makes them fail, keeps what they log.
#
#   sudo test/corpus/record.sh [--install] [PROGRAM …]
#
# Everything runs in namespaces of its own: the host is called web-1, /etc, /home, /var, /srv and /run are overlays, the network is
# a loopback. Nothing outside is changed but logs/ and, with --install, the packages. What runs ends with the script.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LOGS=$HERE/logs
PROGRAMS=(postgresql mariadb nginx apache redis rabbitmq squid bind syslog haproxy postfix dovecot openssh sudo python node java go ruby php dpkg)
PACKAGES=(
  postgresql mariadb-server nginx apache2 apache2-utils haproxy redis-server rabbitmq-server squid bind9 dnsutils rsyslog bsdutils postfix
  dovecot-core dovecot-imapd openssh-server openssh-client sudo curl netcat-openbsd iproute2 python3 nodejs npm
  openjdk-17-jdk-headless golang-go ruby php-cli
)

# ---- what all of them use ----

# pids of what this script started, to be ended by it
started=()

start() { # COMMAND …: runs it in the background
  "$@" &
  started+=("$!")
}

stop_started() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  started=()
}

until_ok() { # COMMAND …: tried for ten seconds
  for _ in $(seq 100); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  echo "gave up waiting for: $*" >&2
  return 1
}

fails() { "$@" >/dev/null 2>&1 || true; }

# keep FILE NAME [LINES]: its first lines, neutral, become logs/NAME.log
keep() {
  head -n "${3:-150}" "$1" | sed -E \
    -e 's#/tmp/recording\b#/srv/data#g' \
    -e 's#(Linux )[0-9]+\.[0-9.]+-[^ ]+#\16.1.0-18-amd64#g' >"$LOGS/$2.log"
}

client() { # N COMMAND …: curl from the address 10.0.0.N
  local from=10.0.0.$1
  shift
  fails curl --silent --max-time 5 --interface "$from" "$@"
}

# ---- databases ----

record_postgresql() {
  local bin data=/tmp/recording/pg
  bin=$(find /usr/lib/postgresql -maxdepth 1 -mindepth 1 | sort -V | tail -1)/bin
  install -d -o postgres /tmp/recording/pg /tmp/recording/pg_log
  local as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  run_sql() { # USER DATABASE SQL
    fails env PGPASSWORD=correct psql -h 127.0.0.1 -p 5433 -U "$1" -d "$2" -c "$3"
  }
  "${as_postgres[@]}" "$bin/initdb" -D "$data" -A trust >/dev/null
  cat >"$data/pg_hba.conf" <<-'CONF'
	local all postgres trust
	host shop app 127.0.0.1/32 scram-sha-256
	host all postgres 127.0.0.1/32 trust
	CONF
  serve() { # PREFIX ZONE DESTINATION
    cat >>"$data/postgresql.conf" <<-CONF
	port = 5433
	unix_socket_directories = '/tmp/recording/pg'
	log_line_prefix = '$1'
	log_timezone = '$2'
	log_destination = '$3'
	logging_collector = on
	log_directory = '/tmp/recording/pg_log'
	log_filename = 'pg.log'
	log_connections = on
	log_disconnections = on
	log_lock_waits = on
	log_checkpoints = on
	log_min_duration_statement = 100
	deadlock_timeout = 200ms
	restart_after_crash = on
	CONF
    start "${as_postgres[@]}" "$bin/postgres" -D "$data" 2>/dev/null
    until_ok psql -h 127.0.0.1 -p 5433 -U postgres -c 'SELECT 1'
  }
  misuse() {
    run_sql app shop $'SELECT o.id,\n       o.total\n  FROM orders o\n WHERE o.id = 4711'
    run_sql app shop 'SELEC 1'
    run_sql app shop "INSERT INTO customers (id, name) VALUES (1, 'Ann'), (1, 'Bob')"
    run_sql app shop "SELECT 'abc'::integer"
    run_sql app shop 'SELECT 1/0'
    fails env PGPASSWORD=wrong psql -h 127.0.0.1 -p 5433 -U app -d shop -c 'SELECT 1'
    run_sql app accounts 'SELECT 1'
    run_sql postgres missing 'SELECT 1'
    run_sql app shop 'SELECT pg_sleep(0.15)'
    run_sql app shop 'SET statement_timeout = 100; SELECT pg_sleep(1)'
    run_sql app shop $'DO $$ BEGIN RAISE WARNING \'stock of item % is low\', 17; RAISE LOG \'stock is checked\'; END $$'
    run_sql app shop $'DO $$\nBEGIN\n  PERFORM 1 / 0;\nEND\n$$'
  }
  serve '%m [%p] %q%u@%d ' UTC 'stderr,csvlog,jsonlog'
  run_sql postgres postgres "CREATE ROLE app LOGIN PASSWORD 'correct'"
  run_sql postgres postgres 'CREATE DATABASE shop OWNER app'
  run_sql app shop 'CREATE TABLE customers (id integer PRIMARY KEY, name text)'
  run_sql app shop "INSERT INTO customers VALUES (2, 'Cy'), (3, 'Dee')"
  misuse
  # Each of two transactions waits for the other.
  run_sql app shop 'BEGIN; UPDATE customers SET name = name WHERE id = 2; SELECT pg_sleep(0.5); UPDATE customers SET name = name WHERE id = 3; COMMIT' &
  run_sql app shop 'BEGIN; UPDATE customers SET name = name WHERE id = 3; SELECT pg_sleep(0.5); UPDATE customers SET name = name WHERE id = 2; COMMIT'
  wait "$!" || true
  run_sql app shop 'SELECT pg_sleep(5)' &
  sleep 0.5
  kill -9 "$(psql -h 127.0.0.1 -p 5433 -U postgres -Atc "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(5)' AND pid <> pg_backend_pid()")"
  wait "$!" || true
  until_ok psql -h 127.0.0.1 -p 5433 -U postgres -c 'SELECT 1'
  stop_started
  for kind in log csv json; do keep "/tmp/recording/pg_log/pg.$kind" "postgresql_${kind/#log/stderr}"; done
  rm /tmp/recording/pg_log/*
  serve '%t:%r:%u@%d:[%p]: ' America/New_York stderr
  misuse
  stop_started
  keep /tmp/recording/pg_log/pg.log postgresql_prefix 70
}

record_mariadb() {
  local data=/tmp/recording/mysql error=/tmp/recording/mysql_error.log slow=/tmp/recording/mysql_slow.log
  local to=(--no-defaults --protocol=tcp --host=127.0.0.1 --port=3307)
  install -d -o mysql "$data"
  touch "$error" "$slow"
  chown mysql "$error" "$slow"
  mariadb-install-db --no-defaults --user=mysql --datadir="$data" --auth-root-authentication-method=normal >/dev/null 2>&1
  serve() {
    start mariadbd --no-defaults --user=mysql --datadir="$data" --port=3307 --socket="$data/socket" --log-error="$error" \
      --slow-query-log --slow-query-log-file="$slow" --long-query-time=0.05 --log-warnings=9 --innodb-buffer-pool-size=16M \
      --log-slow-verbosity=query_plan,explain --innodb-lock-wait-timeout=1
    until_ok mysqladmin "${to[@]}" ping
  }
  serve
  fails mysql "${to[@]}" -e "CREATE DATABASE shop; CREATE USER app@localhost IDENTIFIED BY 'correct'; GRANT ALL ON shop.* TO app@localhost"
  local app=(mysql "${to[@]}" --user=app --password=correct shop)
  fails "${app[@]}" -e 'CREATE TABLE orders (id INT PRIMARY KEY, total INT) ENGINE=InnoDB; INSERT INTO orders SELECT seq, seq * 3 FROM seq_1_to_2000'
  fails "${app[@]}" -e 'SELECT SLEEP(0.1)'
  fails "${app[@]}" -e $'SELECT o.id,\n  SLEEP(0.02) AS pause\nFROM orders o\nWHERE o.id < 6\nORDER BY o.total DESC'
  fails "${app[@]}" -e 'UPDATE orders SET total = total + SLEEP(0.03) WHERE id IN (1, 2, 3)'
  fails "${app[@]}" -e $'/* report 17 */ SELECT COUNT(*), SLEEP(0.07) FROM orders a JOIN orders b ON a.id = b.total'
  fails mysql "${to[@]}" --user=app --password=wrong shop -e 'SELECT 1'
  fails mysql "${to[@]}" --user=nobody -e 'SELECT 1'
  fails mysql "${to[@]}" --user=app --password=correct accounts -e 'SELECT 1'
  "${app[@]}" -e 'SELECT SLEEP(5)' >/dev/null 2>&1 &
  local client=$!
  sleep 0.3
  kill -9 "$client"
  fails nc -w 1 127.0.0.1 3307 <<<'GET / HTTP/1.1'
  kill -9 "${started[-1]}"
  stop_started
  serve
  fails "${app[@]}" -e 'SELECT id, SLEEP(0.06) FROM orders LIMIT 1'
  stop_started
  fails mariadbd --no-defaults --user=mysql --datadir="$data" --log-error="$error" --no-such-option
  keep "$error" mariadb_error
  keep "$slow" mariadb_slow
}

record_redis() {
  cd /tmp/recording
  start redis-server --port 6380 --dir /tmp/recording --dbfilename dump.rdb --save 60 1000 --loglevel debug --requirepass correct \
    --logfile /tmp/recording/redis.log --protected-mode yes --proc-title-template redis
  local cli=(redis-cli -p 6380 -a correct --no-auth-warning)
  until_ok "${cli[@]}" PING
  fails redis-cli -p 6380 -a wrong PING
  fails "${cli[@]}" SET cart:17 '2 items'
  fails "${cli[@]}" CONFIG SET loglevel verbose
  fails "${cli[@]}" BGSAVE
  sleep 1
  fails "${cli[@]}" CONFIG SET dir /proc
  fails "${cli[@]}" BGSAVE
  sleep 0.5
  fails "${cli[@]}" CONFIG SET dir /tmp/recording
  fails "${cli[@]}" CONFIG SET loglevel notice
  fails "${cli[@]}" REPLICAOF 10.0.0.22 6379
  sleep 2.2
  fails "${cli[@]}" REPLICAOF NO ONE
  fails "${cli[@]}" BGREWRITEAOF
  sleep 0.5
  printf 'POST / HTTP/1.1\r\nHost: x\r\n\r\n' | fails nc -w 1 127.0.0.1 6380
  stop_started
  printf 'no dump of Redis' >/tmp/recording/dump.rdb
  fails redis-server --port 6380 --dir /tmp/recording --logfile /tmp/recording/redis.log --proc-title-template redis
  keep /tmp/recording/redis.log redis
}

record_rabbitmq() {
  local at=/tmp/recording/rabbitmq rabbit=/usr/lib/rabbitmq/bin
  install -d -o rabbitmq "$at" "$at/log" "$at/data"
  printf 'log.file.level = info\nlog.console = false\nlisteners.tcp.1 = 10.0.0.21:5672\nhandshake_timeout = 1000\n' >"$at/rabbitmq.conf"
  local as=(setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups env HOME="$at" RABBITMQ_NODENAME=rabbit@web-1
    RABBITMQ_CONFIG_FILE="$at/rabbitmq.conf" RABBITMQ_MNESIA_BASE="$at/data" RABBITMQ_LOG_BASE="$at/log"
    RABBITMQ_PID_FILE="$at/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$at/plugins")
  start "${as[@]}" "$rabbit/rabbitmq-server" >/dev/null 2>&1
  local broker=$!
  for _ in $(seq 40); do nc -z 10.0.0.21 5672 && break; sleep 0.5; done
  fails timeout 15 "${as[@]}" "$rabbit/rabbitmqctl" await_startup
  printf 'GET / HTTP/1.1\r\n\r\n' | fails nc -s 10.0.0.57 -w 1 10.0.0.21 5672
  printf 'AMQP\x00\x00\x09\x01' | fails nc -s 10.0.0.57 -w 2 10.0.0.21 5672
  # A handshake of AMQP 0-9-1 with a wrong password.
  python3 - <<-'PYTHON' || true
	import socket, struct
	link = socket.create_connection(("10.0.0.21", 5672), 3, ("10.0.0.58", 0))
	link.sendall(b"AMQP\0\0\x09\x01")
	link.recv(4096)
	answer = b"\0ann\0wrong"
	start_ok = struct.pack(">HHI", 10, 11, 0) + b"\x05PLAIN" + struct.pack(">I", len(answer)) + answer + b"\x05en_US"
	link.sendall(struct.pack(">BHI", 1, 0, len(start_ok)) + start_ok + b"\xce")
	link.recv(4096)
	PYTHON
  fails timeout 15 "${as[@]}" "$rabbit/rabbitmqctl" add_user ann correct
  fails timeout 15 "${as[@]}" "$rabbit/rabbitmqctl" eval 'spawn(fun() -> error(no_stock) end), exit(whereis(rabbit_node_monitor), kill).'
  sleep 2
  fails timeout 15 "${as[@]}" "$rabbit/rabbitmqctl" stop
  wait "$broker" 2>/dev/null || true
  # Of the start its first lines, then what was done to it.
  { head -n 30 "$at/log/rabbit@web-1.log"; sed -n '/Server startup complete/,$p' "$at/log/rabbit@web-1.log"; } |
    grep -v 'cookie hash' >"$at/some.log"
  keep "$at/some.log" rabbitmq
}

# ---- web ----

record_nginx() {
  local at=/tmp/recording/nginx
  mkdir -p "$at/html"
  echo ok >"$at/html/index.html"
  write_conf() { # what stands in the server block besides
    cat >"$at/nginx.conf" <<-CONF
	user www-data;
	worker_processes 1;
	pid $at/pid;
	error_log $at/error.log info;
	events {}
	http {
	  log_format json escape=json '{"time":"\$time_iso8601","remote_addr":"\$remote_addr","request":"\$request","status":\$status,'
	    '"body_bytes_sent":\$body_bytes_sent,"request_time":\$request_time,"request_id":"\$request_id",'
	    '"upstream_addr":"\$upstream_addr","http_user_agent":"\$http_user_agent"}';
	  access_log $at/access.log combined;
	  access_log $at/access_json.log json;
	  limit_req_zone \$binary_remote_addr zone=orders:1m rate=1r/s;
	  server {
	    listen 8080;
	    server_name shop.example.com;
	    root $at/html;
	    client_max_body_size 1k;
	    location /cart { proxy_pass http://127.0.0.1:8099; }
	    location /slow { proxy_pass http://127.0.0.1:8098; proxy_read_timeout 1s; }
	    location /orders { limit_req zone=orders; try_files /index.html =404; }
	    location /admin { deny all; }
	    location = /old { return 301 /; }
	    location /secret { auth_basic shop; auth_basic_user_file $at/users; }
	    $1
	  }
	}
	CONF
  }
  write_conf ''
  echo 'ann:{PLAIN}correct' >"$at/users"
  start nc -lk 127.0.0.1 8098 >/dev/null
  start nginx -c "$at/nginx.conf" -g 'daemon off;'
  until_ok curl --silent http://127.0.0.1:8080/
  local url=http://10.0.0.21:8080
  client 57 $url/ $url/index.html $url/missing.png $url/old
  client 58 -A 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' -e "$url/" "$url/cart?id=17" "$url/cart/pay"
  client 58 $url/slow/report
  client 59 $url/orders $url/orders $url/orders
  client 60 $url/admin $url/secret -u ann:wrong
  client 60 -u ann:wrong $url/secret
  client 61 -d "$(head -c 2000 /dev/zero | tr '\0' a)" $url/upload
  client 61 -X DELETE $url/index.html
  client 61 -I $url/
  client 62 --path-as-is "$url/../../etc/passwd" "$url/caf%C3%A9?q=%22a%20b%22"
  printf '\x16\x03\x01\x02\x00\x01' | fails nc -w 1 10.0.0.21 8080
  printf 'GET / HTTP/1.1\r\n\r\n' | fails nc -w 1 10.0.0.21 8080
  kill -HUP "${started[-1]}"
  sleep 0.5
  kill -9 "$(pgrep -P "${started[-1]}" | head -1)"
  sleep 0.5
  fails nginx -c "$at/nginx.conf"
  write_conf 'no_such_directive on;'
  fails nginx -t -c "$at/nginx.conf"
  write_conf 'location / { proxy_pass http://nowhere.example.com; }'
  kill -HUP "${started[-1]}"
  sleep 0.5
  stop_started
  keep "$at/error.log" nginx_error 110
  keep "$at/access.log" nginx_access
  keep "$at/access_json.log" nginx_access_json
}

record_apache() {
  local at=/tmp/recording/apache modules=/usr/lib/apache2/modules module
  mkdir -p "$at/html"
  echo ok >"$at/html/index.html"
  htpasswd -bc "$at/users" ann correct 2>/dev/null
  for module in mpm_event unixd:unixd authn_core authz_core authz_user authz_host auth_basic authn_file access_compat dir mime alias proxy proxy_http status; do
    module=${module%%:*}
    [ -f "$modules/mod_$module.so" ] && echo "LoadModule ${module}_module $modules/mod_$module.so"
  done >"$at/httpd.conf"
  cat >>"$at/httpd.conf" <<-CONF
	ServerRoot $at
	ServerName shop.example.com
	PidFile $at/pid
	Listen 8081
	User www-data
	Group www-data
	TypesConfig /etc/mime.types
	DocumentRoot $at/html
	ErrorLog $at/error.log
	LogLevel info
	LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" combined
	LogFormat "%v:%p %h %l %u %t \"%r\" %>s %O" vhost
	CustomLog $at/access.log combined
	CustomLog $at/vhost.log vhost
	ProxyPass /cart http://127.0.0.1:8099/
	ProxyTimeout 1
	ProxyPass /slow http://127.0.0.1:8098/
	<Location /secret>
	  AuthType Basic
	  AuthName shop
	  AuthUserFile $at/users
	  Require valid-user
	</Location>
	<Location /admin>
	  Require all denied
	</Location>
	CONF
  start nc -lk 127.0.0.1 8098 >/dev/null
  start env TZ=America/New_York apache2 -DFOREGROUND -f "$at/httpd.conf"
  until_ok curl --silent http://127.0.0.1:8081/
  local url=http://10.0.0.21:8081
  client 57 $url/ $url/missing.png $url/index.html
  client 58 -A 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' -e "$url/" $url/cart/17
  client 58 $url/slow/report
  client 59 $url/admin
  client 59 -u ann:wrong $url/secret
  client 59 -u bob:any $url/secret
  client 59 -u ann:correct $url/secret
  client 60 -X BREW $url/
  client 60 --path-as-is "$url/%2e%2e/%2e%2e/etc/passwd"
  printf 'nonsense\r\n\r\n' | fails nc -w 1 10.0.0.21 8081
  printf 'GET / HTTP/1.1\r\nHost: a\r\nBroken header\r\n\r\n' | fails nc -w 1 10.0.0.21 8081
  kill -SEGV "$(pgrep -P "${started[-1]}" | head -1)"
  sleep 1.5
  kill -USR1 "${started[-1]}"
  sleep 1.5
  fails apache2 -DFOREGROUND -f "$at/httpd.conf"
  stop_started
  keep "$at/error.log" apache_error
  keep "$at/access.log" apache_access
  keep "$at/vhost.log" apache_vhost
}

record_squid() {
  local at=/tmp/recording/squid
  install -d -o proxy "$at"
  cat >"$at/squid.conf" <<-CONF
	http_port 3129
	visible_hostname web-1
	pid_filename $at/pid
	cache_log $at/cache.log
	access_log stdio:$at/access.log
	coredump_dir $at
	cache_dir ufs $at/cache 8 2 2
	acl inside src 10.0.0.0/24
	acl bad dstdomain .casino.example.com
	http_access deny bad
	http_access allow inside
	http_access deny all
	connect_timeout 1 seconds
	shutdown_lifetime 0 seconds
	CONF
  mkdir -p "$at/html"
  echo ok >"$at/html/index.html"
  start python3 -m http.server --bind 10.0.0.21 --directory "$at/html" 8097 >/dev/null 2>&1
  fails squid -z --foreground -f "$at/squid.conf"
  start squid -N -f "$at/squid.conf" 2>/dev/null
  until_ok curl --silent http://10.0.0.21:3129/
  local through=(-x http://10.0.0.21:3129)
  client 57 "${through[@]}" http://10.0.0.21:8097/ http://10.0.0.21:8097/ http://10.0.0.21:8097/missing
  client 57 "${through[@]}" http://10.0.0.21:8096/
  client 58 "${through[@]}" http://nowhere.example.com/ http://play.casino.example.com/
  client 58 "${through[@]}" https://10.0.0.21:8097/
  client 58 http://10.0.0.21:3129/nonsense
  fails curl --silent -x http://127.0.0.1:3129 http://10.0.0.21:8097/
  printf 'nonsense\r\n\r\n' | fails nc -w 1 10.0.0.21 3129
  sleep 0.5
  fails squid -k reconfigure -f "$at/squid.conf"
  sleep 1
  stop_started
  echo 'no_such_directive on' >>"$at/squid.conf"
  fails squid -N -f "$at/squid.conf"
  keep "$at/access.log" squid_access
  keep "$at/cache.log" squid_cache 110
}

record_bind() {
  local at=/tmp/recording/bind
  install -d -o bind "$at"
  cat >"$at/named.conf" <<-CONF
	options {
	  directory "$at";
	  listen-on port 5353 { 10.0.0.21; };
	  listen-on-v6 { none; };
	  pid-file "$at/pid";
	  session-keyfile "$at/session.key";
	  recursion yes;
	  allow-recursion { 10.0.0.57; };
	  allow-transfer { none; };
	  dnssec-validation no;
	  forward only;
	  forwarders { 10.0.0.22; };
	};
	controls {};
	logging {
	  channel all {
	    file "$at/named.log";
	    severity info;
	    print-time yes;
	    print-category yes;
	    print-severity yes;
	  };
	  category default { all; };
	  category queries { all; };
	};
	zone "example.com" { type primary; file "$at/example.com.zone"; };
	zone "broken.example" { type primary; file "$at/broken.zone"; };
	zone "gone.example" { type primary; file "$at/gone.zone"; };
	zone "copy.example" { type secondary; primaries { 10.0.0.22; }; file "$at/copy.zone"; };
	CONF
  cat >"$at/example.com.zone" <<-'ZONE'
	$TTL 300
	@ IN SOA ns1 admin 7 3600 600 86400 300
	@ IN NS ns1
	ns1 IN A 10.0.0.21
	shop IN A 10.0.0.30
	ZONE
  sed 's/10.0.0.30/10.0.0.999/' "$at/example.com.zone" >"$at/broken.zone"
  start named -f -u bind -c "$at/named.conf"
  until_ok dig @10.0.0.21 -p 5353 -b 10.0.0.57 shop.example.com
  local ask=(dig @10.0.0.21 -p 5353 +tries=1 +time=1)
  fails "${ask[@]}" -b 10.0.0.57 shop.example.com
  fails "${ask[@]}" -b 10.0.0.57 AAAA shop.example.com
  fails "${ask[@]}" -b 10.0.0.58 www.example.org
  fails "${ask[@]}" -b 10.0.0.57 www.example.net
  fails "${ask[@]}" -b 10.0.0.57 broken.example
  fails "${ask[@]}" -b 10.0.0.58 AXFR example.com
  fails "${ask[@]}" -b 10.0.0.58 +tcp MX example.com
  printf 'key none { };\n' >>"$at/named.conf"
  kill -HUP "${started[-1]}"
  sleep 1
  stop_started
  keep "$at/named.log" bind 120
}

# ---- syslog, and what logs through it ----

start_syslog() { # NAME …: what /dev/log receives, in the three layouts of rsyslog
  local at=/tmp/recording/syslog
  rm -rf "$at"
  mkdir -p "$at"
  cat >"$at/rsyslog.conf" <<-CONF
	module(load="imuxsock")
	module(load="imudp")
	input(type="imudp" address="127.0.0.1" port="514")
	template(name="with_priority" type="string" string="<%PRI%>%TIMESTAMP% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg%\n")
	*.* action(type="omfile" file="$at/traditional" template="RSYSLOG_TraditionalFileFormat")
	*.* action(type="omfile" file="$at/iso" template="RSYSLOG_FileFormat")
	*.* action(type="omfile" file="$at/protocol23" template="RSYSLOG_SyslogProtocol23Format")
	*.* action(type="omfile" file="$at/with_priority" template="with_priority")
	CONF
  start rsyslogd -n -i "$at/pid" -f "$at/rsyslog.conf"
  until_ok logger --id=77 -t cron 'ready'
  sleep 0.3
}

record_syslog() {
  start_syslog
  logger -t cart --id=411 -p local0.info 'cart 17 opened'
  logger -t cart --id=411 -p local0.warning 'cart 17 is not saved, retry 1 of 3'
  logger -t cart --id=411 -p local0.err 'cart 17 is not saved: connection refused'
  logger -t cart --id=411 -p local0.crit 'no store is left'
  logger -t 'shop-mail' -p mail.notice 'mail to customer 31 is queued'
  logger -t backup -p local3.alert 'disk 2 of the mirror does not answer'
  logger -t backup -p local3.emerg 'the mirror is broken'
  logger -t backup -p local3.debug 'block 4711 is written'
  logger -t ledger --id=412 -p local1.err '{"level":"warn","msg":"order 4711 is late","request_id":"r-71"}'
  logger -t ledger --id=412 -p local1.info 'level=error msg="order 4712 is lost" request_id=r-72'
  logger -t ledger -p user.notice 'größe 12 übernommen'
  logger --rfc5424 --msgid ORD1 --id=413 -t orders --sd-id 'shop@32473' --sd-param 'order="4711"' --sd-param 'note="half [paid"' \
    -p local2.warning -n 127.0.0.1 -P 514 -d 'order 4711 waits for payment'
  printf '<163>1 2026-11-28T10:15:00.003Z web-1 orders 415 ORD2 [shop@32473 order="4711" note="a \\"b\\" \\]"][meta sequenceId="7"] payment is refused' | nc -u -w 1 127.0.0.1 514
  logger --rfc5424 --id=413 -t orders -p local2.err -n 127.0.0.1 -P 514 -d 'order 4712 is cancelled'
  logger --rfc3164 --id=414 -t orders -p local2.info -n 127.0.0.1 -P 514 -d 'order 4713 is sent'
  printf '<34>no header at all' | nc -u -w 1 127.0.0.1 514
  printf '<165>1 2026-11-28T09:00:00.5+01:00 db-1 vacuum - - - table orders is vacuumed in 17 ms' | nc -u -w 1 127.0.0.1 514
  logger -t kernel-watch $'two lines\nin one record'
  echo 'no_such_directive on' >/tmp/recording/bad.conf
  fails rsyslogd -N1 -f /tmp/recording/bad.conf
  sleep 0.5
  stop_started
  for layout in traditional iso protocol23 with_priority; do keep "/tmp/recording/syslog/$layout" "rsyslog_$layout"; done
}

record_haproxy() {
  local at=/tmp/recording/haproxy
  mkdir -p "$at"
  cat >"$at/haproxy.cfg" <<-'CONF'
	global
	  log /dev/log local0
	  maxconn 100
	defaults
	  log global
	  mode http
	  option httplog
	  timeout connect 500ms
	  timeout client 2s
	  timeout server 1s
	  retries 1
	frontend shop
	  bind 10.0.0.21:8082
	  http-request deny if { path_beg /admin }
	  http-request capture req.hdr(Host) len 20
	  use_backend slow if { path_beg /slow }
	  use_backend cart if { path_beg /cart }
	  default_backend web
	backend web
	  server web-2 10.0.0.21:8097 check inter 500ms
	backend cart
	  server cart-1 10.0.0.21:8099 check inter 500ms fall 1
	  server cart-2 10.0.0.21:8100
	backend slow
	  server slow-1 10.0.0.21:8098
	frontend raw
	  mode tcp
	  option tcplog
	  bind 10.0.0.21:8083
	  default_backend raw
	backend raw
	  mode tcp
	  server raw-1 10.0.0.21:8097
	CONF
  mkdir -p "$at/html"
  echo ok >"$at/html/index.html"
  start_syslog
  start nc -lk 10.0.0.21 8098 >/dev/null
  start python3 -m http.server --bind 10.0.0.21 --directory "$at/html" 8097 >/dev/null 2>&1
  until_ok curl --silent http://10.0.0.21:8097/
  local web=$!
  haproxy -W -f "$at/haproxy.cfg" 2>"$at/stderr.log" &
  started+=("$!")
  local main=$!
  until_ok curl --silent http://10.0.0.21:8082/
  local url=http://10.0.0.21:8082
  client 57 $url/ $url/missing $url/index.html
  client 57 $url/admin
  client 58 $url/cart/17
  client 58 $url/slow/report
  client 58 -H 'Host: shop.example.com' $url/index.html
  client 59 http://10.0.0.21:8083/
  printf 'nonsense\r\n\r\n' | fails nc -w 1 10.0.0.21 8082
  fails timeout 3 nc 10.0.0.21 8082 < <(sleep 3)
  kill "$web"
  sleep 1.5
  client 59 $url/
  kill -USR2 "$main"
  sleep 1
  kill "$main"
  sleep 1
  printf 'frontend x\n  bind 10.0.0.21:8082\n  no_such_word\n  use_backend nothing\n' >"$at/bad.cfg"
  haproxy -c -f "$at/bad.cfg" 2>>"$at/stderr.log" || true
  stop_started
  grep haproxy /tmp/recording/syslog/traditional >"$at/haproxy.log"
  keep "$at/haproxy.log" haproxy
  keep "$at/stderr.log" haproxy_stderr
}

record_postfix() {
  start_syslog
  cat >/etc/postfix/main.cf <<-'CONF'
	compatibility_level = 3.6
	myhostname = mail.example.com
	mydestination = mail.example.com, localhost
	mynetworks = 127.0.0.0/8
	inet_interfaces = 127.0.0.1, 10.0.0.21
	inet_protocols = ipv4
	alias_maps =
	smtp_connect_timeout = 1s
	message_size_limit = 2000
	transport_maps = inline:{ { partner.example.org = smtp:[10.0.0.22]:2525 } { lost.example.org = smtp:[nowhere.example.org] } }
	CONF
  [ -f /etc/postfix/master.cf ] || cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
  sed -i -E 's/^(smtp +inet +n +- +)y/\1n/; s/^([a-z]+ +(unix|inet) +[-n] +[-y] +)y/\1n/' /etc/postfix/master.cf
  id -u ann >/dev/null 2>&1 || useradd --create-home ann
  touch /var/mail/ann && chown ann:mail /var/mail/ann
  postfix start >/dev/null 2>&1
  until_ok nc -z 127.0.0.1 25
  send() { printf 'Subject: order\n\nIt is on its way.\n' | fails sendmail -f "$1" "$2"; }
  send shop@mail.example.com ann@mail.example.com
  send shop@mail.example.com nobody.such@mail.example.com
  send shop@mail.example.com bob@partner.example.org
  send shop@mail.example.com cy@lost.example.org
  talk() { # ADDRESS LINES: a session of SMTP
    printf '%s' "$2" | { while IFS= read -r line; do printf '%s\r\n' "$line"; sleep 0.2; done; } | fails nc -s "$1" -w 2 10.0.0.21 25
  }
  talk 10.0.0.57 $'EHLO client.example.net\nMAIL FROM:<eve@example.net>\nRCPT TO:<dee@example.org>\nQUIT\n'
  talk 10.0.0.57 $'EHLO client.example.net\nMAIL FROM:<eve@example.net>\nRCPT TO:<no.such@mail.example.com>\nQUIT\n'
  talk 10.0.0.58 $'GET / HTTP/1.1\nHost: x\n'
  talk 10.0.0.58 $'EHLO x\nMAIL FROM:<eve@example.net> SIZE=999999\nQUIT\n'
  talk 10.0.0.58 $'EHLO x\nAUTH LOGIN\n'
  sleep 3
  fails postsuper -d ALL
  printf 'smtpd_recipient_restrictions = no_such_rule\n' >>/etc/postfix/main.cf
  fails postfix reload
  talk 10.0.0.58 $'EHLO x\nMAIL FROM:<eve@example.net>\nRCPT TO:<ann@mail.example.com>\nQUIT\n'
  sleep 1
  fails postfix stop
  sleep 0.5
  stop_started
  grep postfix /tmp/recording/syslog/traditional >/tmp/recording/postfix.log
  keep /tmp/recording/postfix.log postfix
}

record_dovecot() {
  local at=/tmp/recording/dovecot
  install -d -m 755 "$at" "$at/run"
  id -u vmail >/dev/null 2>&1 || useradd --system vmail
  install -d -o vmail "$at/mail/ann"
  install -d -m 500 -o root "$at/mail/bob"
  printf 'ann:{PLAIN}correct::::::\nbob:{PLAIN}correct::::::\n' >"$at/users"
  cat >"$at/dovecot.conf" <<-CONF
	base_dir = $at/run
	protocols = imap
	listen = 10.0.0.21
	ssl = no
	disable_plaintext_auth = no
	auth_verbose = yes
	mail_location = maildir:$at/mail/%u
	passdb {
	  driver = passwd-file
	  args = $at/users
	}
	userdb {
	  driver = static
	  args = uid=vmail gid=vmail home=$at/mail/%u
	}
	service imap-login {
	  inet_listener imap {
	    port = 1143
	  }
	}
	CONF
  start_syslog
  start dovecot -F -c "$at/dovecot.conf"
  until_ok nc -z 10.0.0.21 1143
  local url=imap://10.0.0.21:1143
  client 57 -u ann:correct $url/
  client 57 -u ann:correct $url/INBOX -X 'FETCH 1:* FLAGS'
  client 57 -u ann:wrong $url/
  client 58 -u eve:any $url/
  client 58 -u bob:correct $url/INBOX
  printf 'GET / HTTP/1.1\r\n\r\n' | fails nc -s 10.0.0.58 -w 1 10.0.0.21 1143
  printf 'a login ann\r\n' | fails nc -s 10.0.0.58 -w 1 10.0.0.21 1143
  kill -9 "$(pgrep -f 'dovecot/auth' | head -1)"
  client 58 -u ann:correct $url/
  kill -HUP "${started[-1]}"
  sleep 1
  printf 'no_such_setting = 1\n' >>"$at/dovecot.conf"
  kill -HUP "${started[-1]}"
  sleep 1
  stop_started
  grep dovecot /tmp/recording/syslog/iso >"$at/dovecot.log"
  keep "$at/dovecot.log" dovecot
}

record_openssh() {
  local at=/tmp/recording/ssh
  mkdir -p "$at" /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f "$at/host"
  ssh-keygen -q -t ed25519 -N '' -C ann -f "$at/ann"
  ssh-keygen -q -t ed25519 -N '' -C eve -f "$at/eve"
  id -u ann >/dev/null 2>&1 || useradd --create-home ann
  usermod -p '*' ann
  install -d -m 700 -o ann ~ann/.ssh
  install -m 600 -o ann "$at/ann.pub" ~ann/.ssh/authorized_keys
  printf 'HostKey %s\nPort 2222\nListenAddress 10.0.0.21\nUsePAM no\nPidFile none\nMaxAuthTries 2\nLoginGraceTime 2\nDenyUsers root\nLogLevel VERBOSE\n' "$at/host" >"$at/sshd_config"
  start_syslog
  start /usr/sbin/sshd -D -f "$at/sshd_config"
  until_ok nc -z 10.0.0.21 2222
  login() { # KEY USER [OPTION …]
    local key=$1 user=$2
    shift 2
    fails ssh -n -F none -i "$at/$key" -p 2222 -b 10.0.0.57 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes \
      -o IdentitiesOnly=yes "$@" "$user@10.0.0.21" true
  }
  login ann ann
  login eve ann
  login eve admin
  login eve oracle
  login ann root
  login ann ann -o KexAlgorithms=diffie-hellman-group14-sha1
  login ann ann -c 3des-cbc
  printf 'GET / HTTP/1.1\r\n\r\n' | fails nc -s 10.0.0.58 -w 1 10.0.0.21 2222
  printf '' | fails nc -s 10.0.0.58 -w 1 10.0.0.21 2222
  fails timeout 4 nc -s 10.0.0.59 10.0.0.21 2222 < <(sleep 4)
  kill -HUP "${started[-1]}"
  sleep 0.5
  stop_started
  grep sshd /tmp/recording/syslog/traditional >"$at/sshd.log"
  keep "$at/sshd.log" openssh
}

record_sudo() {
  start_syslog
  id -u ann >/dev/null 2>&1 || useradd --create-home ann
  id -u eve >/dev/null 2>&1 || useradd eve
  rm -f /etc/sudoers.d/*
  printf 'root ALL=(ALL:ALL) ALL\nann ALL=(ALL) NOPASSWD: /usr/bin/id, /usr/bin/true\n' >/etc/sudoers
  as() { fails setpriv --reuid="$1" --regid="$1" --init-groups env -C / HOME=/ "${@:2}"; }
  as ann /usr/bin/sudo -n id
  as ann /usr/bin/sudo -n -u www-data true
  as ann /usr/bin/sudo -n cat /etc/shadow
  as eve /usr/bin/sudo -n id
  as ann /usr/bin/sudo -n -u nobody.such id
  as ann su - eve -c true </dev/null
  fails su - ann -c true
  fails su - nobody.such -c true
  fails useradd --create-home dee
  fails usermod --append --groups adm dee
  fails userdel dee
  echo 'no rule' >>/etc/sudoers
  as ann /usr/bin/sudo -n id
  sleep 0.5
  stop_started
  keep /tmp/recording/syslog/traditional sudo
}

# ---- languages ----

record_python() {
  cp "$HERE/programs/ledger.py" /srv/app/
  for layout in plain dashes brackets default; do
    (cd / && /usr/bin/python3 /srv/app/ledger.py "$layout" 2>"/tmp/recording/python_$layout.log") || true
    keep "/tmp/recording/python_$layout.log" "python_$layout"
  done
}

record_node() {
  cp "$HERE"/programs/*.mjs /srv/app/
  (cd / && node /srv/app/cart.mjs 2>/tmp/recording/node.log) || true
  keep /tmp/recording/node.log node
  if [ -d "$PINO/node_modules/pino" ]; then
    cp -r "$PINO/node_modules" /srv/app/
    (cd / && node /srv/app/cart_pino.mjs >/tmp/recording/pino.log) || true
    keep /tmp/recording/pino.log node_pino
  fi
}

record_java() {
  cp "$HERE/programs/Settlement.java" /srv/app/
  (cd / && LC_ALL=C.UTF-8 java -XX:TieredStopAtLevel=1 /srv/app/Settlement.java 2>/tmp/recording/java.log) || true
  keep /tmp/recording/java.log java
}

record_go() {
  cp "$HERE/programs/stock.go" /srv/app/
  (cd /srv/app && GOFLAGS=-mod=mod GOCACHE=/tmp/recording/go HOME=/tmp/recording go build -trimpath -o stock stock.go)
  for how in plain slog json; do
    (cd / && /srv/app/stock "$how" 2>"/tmp/recording/go_$how.log") || true
    keep "/tmp/recording/go_$how.log" "go_$how"
  done
}

record_ruby() {
  cp "$HERE/programs/invoice.rb" /srv/app/
  (cd / && ruby /srv/app/invoice.rb invoice 2>/tmp/recording/ruby.log) || true
  (cd / && ruby /srv/app/invoice.rb 2>>/tmp/recording/ruby.log) || true
  keep /tmp/recording/ruby.log ruby
}

record_php() {
  cp "$HERE/programs/shop.php" /srv/app/
  (cd / && php -d log_errors=1 -d display_errors=0 -d error_reporting=-1 -d error_log=/tmp/recording/php.log \
    -d date.timezone=Europe/Berlin /srv/app/shop.php >/dev/null) || true
  keep /tmp/recording/php.log php
}

record_dpkg() {
  # Of what the machine installed last.
  tail -n 400 /var/log/dpkg.log | grep -E ' (startup|install|upgrade|configure|trigproc|status|conffile)' >/tmp/recording/dpkg.log
  keep /tmp/recording/dpkg.log dpkg 60
}

# ---- the run ----

in_namespace() {
  hostname web-1
  ip link set lo up
  for n in 21 22 57 58 59 60 61 62; do ip address add "10.0.0.$n/32" dev lo; done
  mount --make-rprivate /
  mount -t tmpfs tmpfs /tmp
  mkdir -p /tmp/recording /tmp/overlay /tmp/dev
  chmod 755 /tmp/recording
  # The host's folders lie below, what is written goes with the namespace.
  local folder
  for folder in etc home var srv run; do
    mkdir -p "/tmp/overlay/$folder/"{upper,work}
    mount -t overlay overlay -o "lowerdir=/$folder,upperdir=/tmp/overlay/$folder/upper,workdir=/tmp/overlay/$folder/work" "/$folder" 2>/dev/null ||
      mount -t tmpfs tmpfs "/$folder"
  done
  mkdir -p /srv/app
  printf '127.0.0.1 localhost\n10.0.0.21 web-1\n' >/etc/hosts
  rm -f /etc/resolv.conf
  echo 'nameserver 127.0.0.1' >/etc/resolv.conf
  echo web-1 >/etc/hostname
  # A /dev of its own, as /dev/log must not be the host's.
  mount -t tmpfs tmpfs /tmp/dev
  local device
  for device in null zero full random urandom tty; do
    touch "/tmp/dev/$device"
    mount --bind "/dev/$device" "/tmp/dev/$device"
  done
  mkdir -p /tmp/dev/shm /tmp/dev/pts
  mount -t tmpfs tmpfs /tmp/dev/shm
  ln -s /proc/self/fd /tmp/dev/fd
  ln -s pts/ptmx /tmp/dev/ptmx
  mount -t devpts devpts /tmp/dev/pts -o newinstance,ptmxmode=0666
  mount --rbind /tmp/dev /dev
  export PATH=$PATH:/usr/local/go/bin:/usr/sbin TZ=UTC LC_ALL=C.UTF-8 LANG=C.UTF-8 SSL_CERT_DIR=
  unset HISTFILE SUDO_USER SUDO_COMMAND SUDO_UID SUDO_GID
  mkdir -p "$LOGS"
  local program
  for program in "$@"; do
    echo "recording $program" >&2
    ("record_$program" && stop_started) || echo "not recorded: $program" >&2
    for pid in $(jobs -p); do kill "$pid" 2>/dev/null || true; done
  done
}

main() {
  if [ "${1:-}" = --inside ]; then
    shift
    in_namespace "$@"
    return
  fi
  if [ "${1:-}" = --install ]; then
    shift
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${PACKAGES[@]}"
  fi
  [ $# -gt 0 ] || set -- "${PROGRAMS[@]}"
  # pino comes from npm, while there is a network.
  PINO=$(mktemp -d -p /var/tmp)
  export PINO
  trap 'rm -rf "$PINO"' EXIT
  (cd "$PINO" && npm install --silent --no-save pino >/dev/null 2>&1) || echo 'pino is left out: npm did not install it' >&2
  unshare --uts --net --mount --ipc --pid --fork --kill-child --mount-proc "$BASH" "${BASH_SOURCE[0]}" --inside "$@"
}

main "$@"
