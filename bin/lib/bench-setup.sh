# shellcheck shell=bash disable=SC2034,SC2154
# What bin/bench and bin/bench-build begin with; to be sourced by a script that has set $work.

step() { printf '\n== %s\n' "$*"; }

# set_up: what the measured commands need, and places of our own for all they write.
set_up() {
  install_needed
  use_jdk
  use_maven
  PATH=$root/target/peers:$PATH
  mkdir -p "$work/m2" "$work/run/.mvn" "$work/.mvn"
  results=$work/results.tsv
  # In memory where there is room for it: then no disk is measured, neither theirs nor ours.
  storage=$work/registry
  local room
  room=$(df --output=avail -B1G /dev/shm 2>/dev/null | tail -1 || true)
  [ "${room:-0}" -lt 6 ] || storage=$(mktemp -d /dev/shm/bench-XXXXXX)
  trap 'stop_registry; stop_daemon' EXIT
  # Nobody's credentials, and nobody's options of the JVM.
  unset MAVEN_OPTS JAVA_TOOL_OPTIONS
  export DOCKER_CONFIG=$work/no-docker-config
  # Maven itself, without the wrapper's script.
  maven_home=$("${mvn[@]}" --version </dev/null | sed -n 's/^.*Maven home: \([^\x1b]*\).*/\1/p')
}

maven() {
  "$maven_home/bin/mvn" -B -ntp -Dmaven.repo.local="$work/m2" "$@" </dev/null > "$work/maven.log" 2>&1 ||
    { tail -40 "$work/maven.log" >&2; die "that failed: mvn $*"; }
}

# timed SCENARIO COMMAND ROUND ...: runs it and records what it took.
timed() {
  local scenario=$1 command=$2 round=$3 took
  shift 3
  took=$({ TIMEFORMAT='%R %U %S'; time "$@" > "$work/out.log" 2>&1; } 2>&1) ||
    { cat "$work/out.log" >&2; die "that failed: $*"; }
  # shellcheck disable=SC2086
  set -- $took
  record "$scenario" "$command" "$round" "$1" "$(awk -v u="$2" -v s="$3" 'BEGIN { printf "%.2f", u + s }')"
}
