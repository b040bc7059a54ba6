# shellcheck shell=bash disable=SC2154
# bin/bench --network: over a network that a proxy models; to be sourced.

network_delay=25 network_rate=200
network_pid='' network_input=''

# 60 MB in 12 layers, and the same with one small layer changed; with what the build says of itself, and without.
make_network_images() {
  local content=$work/network-content layers=() number
  [ ! -e "$work/network.stamp" ] || return 0
  say "Making the images ..."
  rm -rf "$content"
  mkdir -p "$content"
  for number in $(seq 11); do
    (cd "$content" && make_content "$number" "layer$number/random-data=5")
    layers+=("$content/layer$number")
  done
  (cd "$content" && make_content 12 small/classes-app=1 && make_content 13 small2/classes-app=1)
  for number in 1 2; do
    local small=$content/small
    [ "$number" = 1 ] || small=$content/small2
    check_start=false build_image "plain$number" "$number" "${layers[@]}" "$small"
    check_start=false provenance=true build_image "full$number" "$number" "${layers[@]}" "$small"
  done
  touch "$work/network.stamp"
}

# Puts the network before the registry; sets $registry.
start_network() {
  start_registry
  mkfifo "$work/network.in"
  sleep infinity > "$work/network.in" &
  network_input=$!
  "$JAVA_HOME/bin/java" "$root/src/bench/network/DistantNetwork.java" "$registry" "$network_delay" "$network_rate" \
    < "$work/network.in" > "$work/network.address" &
  network_pid=$!
  registry=''
  for _ in $(seq 100); do
    registry=$(cat "$work/network.address")
    [ -z "$registry" ] || break
    sleep 0.1
  done
  [ -n "$registry" ] || die "the network does not start"
  local kind
  for kind in plain full; do
    cat > "$work/environments-$kind.xml" <<XML
<environments><environment><id>bench</id><registry>http://$registry</registry><movingTags>latest</movingTags>$([ $kind = full ] || echo '<withoutRecords>true</withoutRecords>')</environment></environments>
XML
  done
  # The proxy's own JVM is warm when the first command comes.
  curl -sS "http://$registry/v2/" "http://$registry/v2/_catalog" > /dev/null
}

stop_network() {
  stop_process "$network_input"
  stop_process "$network_pid"
  network_input='' network_pid=''
  rm -f "$work/network.in"
  stop_registry
}

promote_far() {
  cd "$work/run"
  maven "$plugin:promote" -Dimage.file="$work/$1$2.tar" -Dimage.environment=bench \
    -Dimage.environments="$work/environments-$1.xml" -Dimage.resultFile="$work/promoted.json"
}
promote_plain() { promote_far plain "$1"; }
promote_full() { promote_far full "$1"; }
crane_far() { crane push --insecure "$work/plain$1.tar" "$registry/bench:$1"; }
oras_far() {
  rm -rf "$work/network-layout"
  mkdir "$work/network-layout"
  tar -xf "$work/plain$1.tar" -C "$work/network-layout"
  oras cp --from-oci-layout "$work/network-layout@$(tar -xOf "$work/plain$1.tar" index.json | grep -o 'sha256:[0-9a-f]\{64\}' | head -1)" \
    --to-plain-http "$registry/bench:$1"
}
skopeo_far() { skopeo copy -q --dest-tls-verify=false "oci-archive:$work/plain$1.tar" "docker://$registry/bench:$1"; }

# measure_far ROUND NAME FUNCTION: first, again, and one small layer changed, to a registry that begins empty.
measure_far() {
  local round=$1 name=$2 function=$3 scenario build
  start_network
  for scenario in empty present changed; do
    build=1
    [ "$scenario" != changed ] || build=2
    timed "$scenario" "$name" "$round" "$function" "$build"
    case $function in promote_*) own_time "$scenario" "$name" "$round" ;; esac
  done
  stop_network
}

# From the goal's entry to its end, as the plugin measures it.
own_time() {
  local seconds
  seconds=$(sed -n '/"phases"/,/}/p' "$work/promoted.json" | grep -o '": [0-9]*' | awk '{ sum += $2 } END { print sum / 1000 }')
  record "$1" "$2, own time" "$3" "$seconds"
}

bench_network() {
  trap 'stop_network; stop_daemon' EXIT
  have oras || PATH=$root/target/peers:$PATH
  make_network_images
  local round
  step "Measuring over $network_delay ms each way and $network_rate Mbit/s, $rounds rounds"
  for round in $(seq "$rounds"); do
    say "Round $round, load $(cut -d' ' -f1 /proc/loadavg)"
    measure_far "$round" "mvn image:promote" promote_full
    measure_far "$round" "mvn image:promote, no documents" promote_plain
    measure_far "$round" "crane push" crane_far
    measure_far "$round" "oras cp" oras_far
    measure_far "$round" "skopeo oci-archive" skopeo_far
  done
  step "Results"
  local scenario
  for scenario in empty present changed; do
    printf '\n%s\n\n' "$scenario"
    table "$scenario" "crane push"
  done | tee "$work/network.md"
}
