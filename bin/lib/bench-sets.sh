# shellcheck shell=bash disable=SC2154
# bin/bench --sets and --large-sets: many small images as one set; to be sourced.

test_java=()

# make_set COUNT: a drop with so many images; sets $drop.
make_set() {
  drop=$work/set-$1
  make_images_in "$drop" "$1" drop
}

# make_images_in DIRECTORY COUNT drop|repository: makes so many images, unless they are there.
make_images_in() {
  [ ! -e "$1.stamp" ] || return 0
  say "Making $2 images ..."
  [ ${#test_java[@]} != 0 ] || use_test_classes
  rm -rf "$1"
  "${test_java[@]}" io.github.imagepromotion.promotion.SetMaker "$@"
  touch "$1.stamp"
}

# set_environment ADDRESS...: where the set goes, with a moving tag, documents and records.
set_environment() {
  local addresses
  addresses=$(IFS=,; echo "$*")
  cat > "$work/environments-set.xml" <<XML
<environments>
  <environment><id>bench</id><registries>$addresses</registries><movingTags>latest</movingTags></environment>
  <environment><id>before</id><registry>$1/before</registry><movingTags>latest</movingTags></environment>
</environments>
XML
}

promote_set() {
  cd "$work/run"
  maven "$plugin:promote" -Dimage.drop="$drop" -Dimage.buildId=1 -Dimage.environment=bench \
    -Dimage.environments="$work/environments-set.xml" -Dimage.resultFile="$work/promoted.json" \
    -Dimage.stateDirectory="$work/state"
}

promote_set_warm() {
  # In a project a drop means its own builds.
  (cd "$drop" && ls -d com.acme/*) | tr / : > "$work/artifacts"
  promote_twice -Dimage.drop="$drop" -Dimage.buildId=1 -Dimage.artifacts="$work/artifacts" -Dimage.environments="$work/environments-set.xml" \
    -Dimage.stateDirectory="$work/state"
}

crane_loop() {
  local archive name
  for archive in "$drop"/com.acme/*/1/*.tar; do
    name=${archive%/1/*}
    crane push "$archive" "$registry/acme/${name##*/}:1"
  done
}

# So many requests the registry has had so far.
requests_so_far() { grep -c ' HTTP/1\.[01]" ' "$work/registry.log" || true; }

# timed_set SCENARIO NAME ROUND FUNCTION: as timed, with the requests that the registry got.
timed_set() {
  local scenario=$1 name=$2 round=$3 before
  before=$(requests_so_far)
  timed "$scenario" "$name" "$round" "$4"
  [ "$4" != promote_set ] || own_time "$scenario" "$name" "$round"
  sleep 1 # The registry writes its log after it has answered.
  record "$scenario requests" "$name" "$round" "$(awk -v a="$before" -v b="$(requests_so_far)" -v n="$images" 'BEGIN { printf "%.1f", (b - a) / n }')"
}

# measure_set ROUND NAME FUNCTION loopback|network: first and again, to a registry that begins empty.
measure_set() {
  local round=$1 name=$2 function=$3 where=$4 scenario
  if [ "$where" = network ]; then start_network plain; else start_registry; fi
  set_environment "http://$registry"
  rm -rf "$work/state"
  if [ "$function" = promote_set_warm ]; then
    promote_set_warm # Its whole process is two promotions.
    own_time "$where first" "$name" "$round"
  else
    for scenario in first again; do timed_set "$where $scenario" "$name" "$round" "$function"; done
  fi
  if [ "$where" = network ]; then stop_network; else stop_registry; fi
}

sets_summary() {
  local where scenario command
  machine
  printf 'Versions: %s; Maven %s; docker-registry %s; crane %s.\n\n' "$(java_version)" "$(maven_version)" \
    "$(docker-registry --version | grep -o '[0-9][0-9.]*' | head -1)" "$(crane version | tail -1)"
  printf '%s images of four blobs, with a document each, to an environment with one moving tag; crane sends the images alone, one after\nthe other. Network: %s ms each way, %s Mbit/s.\n\n' \
    "$images" "$network_delay" "$network_rate"
  printf '| target | at most | measured | holds |\n|---|---|---|---|\n'
  target "loopback, first: own time / crane loop" 1.5 "loopback first" "mvn image:promote, own time" "crane loop"
  target "network, first: own time / crane loop" 0.5 "network first" "mvn image:promote, own time" "crane loop"
  for where in loopback network; do
    for scenario in first again; do
      printf '\n%s, %s:\n\n' "$([ $where = loopback ] && echo Loopback || echo 'Over a network')" \
        "$([ $scenario = first ] && echo 'to an empty registry' || echo 'again, everything present')"
      table "$where $scenario" "crane loop"
      printf '\n'
      while read -r command; do
        printf '%s: %s requests an image. ' "$command" "$(column "$where $scenario requests" "$command" | median)"
      done < <(commands "$where $scenario requests")
      printf 'Phases, s:'
      while read -r command; do
        printf ' %s %s' "${command#mvn image:promote, }" "$(column "$where $scenario phases" "$command" | median)"
      done < <(commands "$where $scenario phases")
      printf '.\n'
    done
  done
}

bench_sets() {
  trap 'stop_network; stop_daemon' EXIT
  mkdir -p "$work/keys"
  [ -e "$work/keys/ca.pem" ] || make_keys
  registry_accesslog='disabled: false'
  make_set "$images"
  local round where
  loads=()
  step "Measuring a set of $images, $rounds rounds"
  for round in $(seq "$rounds"); do
    loads+=("$(cut -d' ' -f1 /proc/loadavg)")
    for where in loopback network; do
      say "Round $round, $where, load $(cut -d' ' -f1 /proc/loadavg)"
      measure_set "$round" "mvn image:promote" promote_set "$where"
      [ "$where" != loopback ] || measure_set "$round" "mvn image:promote, warm" promote_set_warm loopback
      measure_set "$round" "crane loop" crane_loop "$where"
    done
  done
  step "Results"
  source "$root/bin/lib/bench-document.sh"
  sets_summary | tee "$work/summary.md"
  [ -z "$document" ] || write_document "bin/bench of sets"
}

# The largest heap after a collection, in MB, as the JVM logs them; a remark or a clean-up collects nothing.
largest_heap() { sed -n 's/.*Pause \(Young\|Full\).*->\([0-9]*\)M([0-9]*M).*/\2/p' "$work/gc.log" | sort -g | tail -1; }

# measure_large_set COUNT REGISTRIES: once, with a heap of 256 MB.
measure_large_set() {
  local count=$1 number addresses=()
  make_set "$count"
  for number in $(seq "$2"); do
    storage=$large_storage-$number
    start_registry
    large_pids+=("$registry_pid")
    addresses+=("http://$registry")
  done
  set_environment "${addresses[@]}"
  rm -rf "$work/state"
  say "$count images to $2 registries, load $(cut -d' ' -f1 /proc/loadavg)"
  loads+=("$(cut -d' ' -f1 /proc/loadavg)")
  MAVEN_OPTS="-Xmx256m -Xlog:gc:file=$work/gc.log" timed "large $count $2" "whole process" 1 promote_set
  own_time "large $count $2" promote 1
  record "large $count $2" heap 1 "$(largest_heap)"
  stop_large_registries
}

stop_large_registries() {
  local pid
  for pid in "${large_pids[@]}"; do stop_process "$pid"; done
  large_pids=() registry_pid=''
  rm -rf "$large_storage"-*
}

large_sets_summary() {
  local scenario phase
  machine
  printf 'Versions: %s; Maven %s; docker-registry %s. One run each, with `-Xmx256m`.\n\n' "$(java_version)" "$(maven_version)" \
    "$(docker-registry --version | grep -o '[0-9][0-9.]*' | head -1)"
  printf '| images | registries | own time, s | resolve | plan | transfer | tag | record | whole process, s | largest heap after a collection, MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n'
  for scenario in "10 1" "100 1" "1000 1" "1000 3"; do
    [ -n "$(commands "large $scenario")" ] || continue
    printf '| %s | %s |' $scenario
    printf ' %s |' "$(column "large $scenario" "promote, own time" | median)"
    for phase in resolve plan transfer tag record; do
      printf ' %s |' "$(column "large $scenario phases" "promote, $phase" | median)"
    done
    printf ' %s | %.0f |\n' "$(column "large $scenario" "whole process" | median)" "$(column "large $scenario" heap | median)"
  done
}

bench_large_sets() {
  large_storage=$storage large_pids=()
  trap 'stop_large_registries; rm -rf "$large_storage"' EXIT
  loads=()
  step "Measuring large sets"
  local case
  for case in "10 1" "100 1" "1000 1" "1000 3"; do
    # shellcheck disable=SC2086
    [ "${case% *}" -gt "$images" ] || measure_large_set $case
  done
  step "Results"
  source "$root/bin/lib/bench-document.sh"
  large_sets_summary | tee "$work/summary.md"
  [ -z "$document" ] || write_document "bin/bench of large sets"
}
