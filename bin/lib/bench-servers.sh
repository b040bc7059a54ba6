# shellcheck shell=bash disable=SC2154
# The registry that bin/bench pushes to, and a docker daemon; to be sourced. Both end with the script.

registry_pid='' daemon_pid='' registry_options='' registry_tls='' registry_accesslog='disabled: true'

stop_process() {
  [ -n "$1" ] && kill "$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}

# An empty registry on a free port of the loopback interface, with TLS and further settings if these are set; sets $registry.
start_registry() {
  rm -rf "$storage"
  mkdir -p "$storage"
  cat > "$work/registry.yml" <<YAML
version: 0.1
log: {level: info, accesslog: {$registry_accesslog}}
storage: {filesystem: {rootdirectory: $storage}, delete: {enabled: true}}
http: {addr: "127.0.0.1:0"$registry_tls}
$registry_options
YAML
  docker-registry serve "$work/registry.yml" > "$work/registry.log" 2>&1 </dev/null &
  registry_pid=$!
  registry=''
  for _ in $(seq 100); do
    registry=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$work/registry.log")
    [ -z "$registry" ] || break
    sleep 0.1
  done
  [ -n "$registry" ] || die "docker-registry does not start: $(tail -3 "$work/registry.log")"
  cat > "$work/environments.xml" <<XML
<environments>
  <environment><id>bench</id><registry>http://$registry</registry><withoutRecords>true</withoutRecords></environment>
  <environment><id>before</id><registry>http://$registry/before</registry><withoutRecords>true</withoutRecords></environment>
</environments>
XML
}

stop_registry() {
  stop_process "$registry_pid"
  registry_pid=''
  rm -rf "$storage"
}

# A docker daemon of our own, with its own storage. Fails where none can run.
start_daemon() {
  local dir=$work/docker
  have dockerd && [ "$(id -u)" = 0 ] || return 1
  rm -rf "$dir"
  mkdir -p "$dir"
  export DOCKER_HOST=unix://$dir/docker.sock
  dockerd --iptables=false --bridge=none -H "$DOCKER_HOST" --data-root "$dir/data" --exec-root "$dir/exec" \
    -p "$dir/pid" > "$work/dockerd.log" 2>&1 </dev/null &
  daemon_pid=$!
  for _ in $(seq 150); do
    docker info >/dev/null 2>&1 && return 0
    [ -d "/proc/$daemon_pid" ] || break
    sleep 0.2
  done
  stop_daemon
  return 1
}

stop_daemon() {
  stop_process "$daemon_pid"
  daemon_pid=''
  rm -rf "$work/docker" 2>/dev/null || true
}
