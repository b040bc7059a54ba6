# shellcheck shell=bash disable=SC2154
# Tells what bin/bench measured, and writes it between the two marks in docs/performance.md; to be sourced.

targets() {
  printf '| target | at most | measured | holds |\n|---|---|---|---|\n'
  target "promotion alone / crane push" 1.6 empty "promotion alone" "crane push"
  target "2 GB: whole process / crane push" 1.1 large "mvn image:promote" "crane push"
}

# megabytes FILE...: of all together
megabytes() { stat -L -c %s "$@" | awk '{ sum += $1 } END { printf "%.0f MB", sum / 1e6 }'; }

java_version() { "$JAVA_HOME/bin/java" -version 2>&1 | sed -n '2s/ (build/, build/; 2s/)$//; 2p'; }
maven_version() { "$maven_home/bin/mvn" --version | sed -n 's/^.*Apache Maven \([^ ]*\).*/\1/p'; }
storage_place() { [ "$storage" = "$work/registry" ] && echo 'on disk' || echo 'in memory (tmpfs)'; }

machine() {
  printf '%s, %s × %s, %s GB of memory, %s. ' "$(date -u +%Y-%m-%d)" "$(nproc)" \
    "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" "$(awk '/MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo)" \
    "$(. /etc/os-release && echo "$PRETTY_NAME")"
  printf 'Load of the machine when a round began (2 processors; what is above 2 waits): %s.\n\n' "${loads[*]}"
}

summary() {
  machine
  printf 'Versions: %s; Maven %s; docker-registry %s; crane %s; skopeo %s; docker %s.\n\n' \
    "$(java_version)" "$(maven_version)" "$(docker-registry --version | grep -o '[0-9][0-9.]*' | head -1)" \
    "$(crane version)" "$(skopeo --version | grep -o '[0-9][0-9.]*' | head -1)" "${docker_version:-not run}"
  printf 'Image: %s as an archive, %s as docker save writes it, %s layers. ' \
    "$(megabytes "$work/one.tar")" "$(megabytes "$work/one.docker.tar")" \
    "$(grep -o 'tar+gzip' "$work/one.manifest" | wc -l)"
  printf 'The registry stores %s.\n' "$(storage_place)"
  printf '\n'
  targets
  section empty 'To an empty registry' 'crane push' 'curl, unchecked'
  section present 'Again, everything present' 'crane push'
  section changed 'One changed layer of 5 MB' 'crane push'
  section large "An image of 2 GB" 'crane push'
}

# section SCENARIO TITLE OTHER...
section() {
  local scenario=$1 title=$2
  shift 2
  [ -n "$(commands "$scenario")" ] || return 0
  printf '\n### %s\n\n' "$title"
  table "$scenario" "$@"
}

# write_document SCRIPT: puts the summary between the two marks of a script.
write_document() {
  local document=$root/docs/performance.md
  awk -v summary="$work/summary.md" -v script="$1" '
    $0 == "<!-- end of what " script " wrote -->" { inside = 0 }
    !inside { print }
    $0 == "<!-- what " script " wrote -->" {
      inside = 1; print ""; while ((getline line < summary) > 0) print line; print ""
    }
  ' "$document" > "$work/document.md"
  cp "$work/document.md" "$document"
  say "Written: docs/performance.md"
}
