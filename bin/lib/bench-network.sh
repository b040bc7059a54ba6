# shellcheck shell=bash disable=SC2034,SC2046,SC2154,SC2164
# bin/bench --network: over a network that a proxy models; to be sourced.

network_delay=25 network_rate=200
network_pids=()

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
    build_image "plain$number" "$number" "${layers[@]}" "$small"
    provenance=true build_image "full$number" "$number" "${layers[@]}" "$small"
  done
  touch "$work/network.stamp"
}

# An authority, a certificate of it for the registry, and the key that signs tokens.
make_keys() {
  local keys=$work/keys
  [ ! -e "$keys/token.p12" ] || return 0
  rm -rf "$keys"
  mkdir -p "$keys"
  (
    cd "$keys"
    openssl req -x509 -nodes -newkey rsa:2048 -days 30 -subj '/CN=authority of the benchmark' -keyout ca.key -out ca.pem
    openssl req -nodes -newkey rsa:2048 -subj /CN=registry -keyout server.key -out server.csr
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out server.pem \
      -extfile <(echo 'subjectAltName=IP:127.0.0.1')
    openssl req -x509 -nodes -newkey rsa:2048 -days 30 -subj '/CN=token server' -keyout token.key -out token.pem
    openssl pkcs12 -export -passout pass:bench -inkey server.key -in server.pem -out server.p12
    openssl pkcs12 -export -passout pass:bench -inkey token.key -in token.pem -out token.p12
  ) > "$work/openssl.log" 2>&1 || die "openssl fails: $(tail -3 "$work/openssl.log")"
}

# start_java VARIABLE NAME SOURCE ARGUMENT...: a server in Java that prints its address, which goes into the variable.
start_java() {
  local variable=$1 name=$2 source=$3 address=''
  shift 3
  rm -f "$work/$name.in"
  : > "$work/$name.address"
  mkfifo "$work/$name.in"
  sleep infinity > "$work/$name.in" &
  network_pids+=($!)
  "$JAVA_HOME/bin/java" "$root/src/bench/network/$source.java" "$@" < "$work/$name.in" > "$work/$name.address" &
  network_pids+=($!)
  for _ in $(seq 600); do
    address=$(cat "$work/$name.address")
    [ -z "$address" ] || break
    sleep 0.1
  done
  [ -n "$address" ] || die "$source does not start"
  printf -v "$variable" '%s' "$address"
}

# start_network plain|tls: puts the network before the registry, and before the token server of one with TLS; sets
# $registry.
start_network() {
  local scheme=http tokens='' kind
  registry_options=''
  if [ "$1" = tls ]; then
    scheme=https
    start_java tokens token-server TokenServer "$work/keys/token.p12" "$work/keys/server.p12"
    start_java tokens token-network DistantNetwork "$tokens" "$network_delay" "$network_rate"
    registry_options="auth: {token: {realm: 'https://$tokens/token', service: bench, issuer: bench, rootcertbundle: $work/keys/token.pem}}"
  fi
  registry_tls=''
  [ "$1" != tls ] || registry_tls=", tls: {certificate: $work/keys/server.pem, key: $work/keys/server.key}"
  start_registry
  start_java registry network DistantNetwork "$registry" "$network_delay" "$network_rate"
  for kind in plain full; do
    cat > "$work/environments-$kind.xml" <<XML
<environments>
  <environment><id>bench</id><registry>$scheme://$registry</registry><movingTags>latest</movingTags>$([ $kind = full ] || echo '<withoutRecords>true</withoutRecords>')</environment>
  <environment><id>before</id><registry>$scheme://$registry/before</registry><movingTags>latest</movingTags></environment>
</environments>
XML
  done
  mkdir -p "$DOCKER_CONFIG"
  printf '{"auths": {"%s": {"auth": "%s"}}}' "$registry" "$(printf bench:bench | base64)" > "$DOCKER_CONFIG/config.json"
  # The proxies' own JVMs are warm when the first command comes.
  curl -sS --cacert "$work/keys/ca.pem" "$scheme://$registry/v2/" "$scheme://$registry/v2/_catalog" > /dev/null
  [ -z "$tokens" ] || curl -sS --cacert "$work/keys/ca.pem" "https://$tokens/token" "https://$tokens/token?scope=registry:catalog:*" > /dev/null
}

stop_network() {
  local pid
  for pid in "${network_pids[@]}"; do stop_process "$pid"; done
  network_pids=()
  rm -f "$work"/*.in "$DOCKER_CONFIG/config.json"
  registry_options='' registry_tls=''
  stop_registry
}

promote_far() {
  cd "$work/run"
  maven "$plugin:promote" -Dimage.file="$work/$1$2.tar" -Dimage.environment=bench \
    -Dimage.environments="$work/environments-$1.xml" -Dimage.resultFile="$work/promoted.json" \
    -Dimage.caFile="$work/keys/ca.pem"
}
promote_plain() { promote_far plain "$1"; }
promote_full() { promote_far full "$1"; }
promote_full_warm() {
  promote_twice -Dimage.file="$work/full$1.tar" -Dimage.environments="$work/environments-full.xml" -Dimage.caFile="$work/keys/ca.pem"
}
crane_far() { crane push "$work/plain$1.tar" "$registry/bench:$1"; }
oras_far() {
  rm -rf "$work/network-layout"
  mkdir "$work/network-layout"
  tar -xf "$work/plain$1.tar" -C "$work/network-layout"
  oras cp --from-oci-layout "$work/network-layout@$(tar -xOf "$work/plain$1.tar" index.json | grep -o 'sha256:[0-9a-f]\{64\}' | head -1)" \
    $([ "$network" = tls ] || echo --to-plain-http) "$registry/bench:$1"
}
skopeo_far() {
  skopeo copy -q "--dest-tls-verify=$([ "$network" = tls ] && echo true || echo false)" "oci-archive:$work/plain$1.tar" \
    "docker://$registry/bench:$1"
}

# measure_far ROUND NAME FUNCTION: first, again, and one small layer changed, to a registry that begins empty.
measure_far() {
  local round=$1 name=$2 function=$3 scenario build
  start_network "$network"
  for scenario in first again changed; do
    build=1
    [ "$scenario" != changed ] || build=2
    if [ "$function" = promote_full_warm ]; then
      promote_full_warm "$build" # Its whole process is two promotions.
    else
      SSL_CERT_FILE=$work/keys/ca.pem timed "$network $scenario" "$name" "$round" "$function" "$build"
    fi
    case $function in promote_*) own_time "$network $scenario" "$name" "$round" ;; esac
  done
  stop_network
}

# From the goal's entry to its end, as the plugin measures it; and each of its phases.
own_time() {
  phases |
    awk -v OFS='\t' -v s="$1" -v c="$2" -v r="$3" '
      { sum += $2; print s " phases", c ", " $1, r, $2 / 1000, "" }
      END { print s, c ", own time", r, sum / 1000, "" }' >> "$results"
}

# The targets, and what was measured.
network_targets() {
  local kind=$1
  printf '| target | at most | measured | holds |\n|---|---|---|---|\n'
  target "first: own time / crane push" 1.1 "$kind first" "mvn image:promote, own time" "crane push"
  target "first: whole process / crane push" 1.7 "$kind first" "mvn image:promote" "crane push"
  target "again: own time / crane push" 2.5 "$kind again" "mvn image:promote, own time" "crane push"
  target "one layer changed: own time / crane push" 1.5 "$kind changed" "mvn image:promote, own time" "crane push"
}

# Where the time of a promotion goes, in seconds, alone and as the second in a JVM: a line for each phase, medians.
network_phases() {
  local kind=$1 phase scenario command
  printf '\n| phase of image:promote, s | first | again | changed | first, warm | again, warm | changed, warm |\n'
  printf '|---|---|---|---|---|---|---|\n'
  while read -r phase; do
    printf '| %s |' "$phase"
    for command in 'mvn image:promote' 'mvn image:promote, warm'; do
      for scenario in first again changed; do
        printf ' %s |' "$(column "$kind $scenario phases" "$command, $phase" | median)"
      done
    done
    printf '\n'
  done < <(commands "$kind first phases" | sed -n 's/^mvn image:promote, \([a-z]*\)$/\1/p')
}

network_summary() {
  local kind scenario
  machine
  printf 'Versions: %s; Maven %s; docker-registry %s; crane %s; oras %s; skopeo %s.\n\n' \
    "$(java_version)" "$(maven_version)" "$(docker-registry --version | grep -o '[0-9][0-9.]*' | head -1)" \
    "$(crane version | tail -1)" "$(oras version | sed -n 's/^Version: *//p')" \
    "$(skopeo --version | grep -o '[0-9][0-9.]*' | head -1)"
  printf '60 MB in 12 layers over %s ms each way and %s Mbit/s: the bytes alone take %s s.\n' "$network_delay" \
    "$network_rate" "$(stat -c %s "$work/plain1.tar" | awk -v r="$network_rate" '{ printf "%.1f", $1 * 8 / 1e6 / r }')"
  for kind in plain tls; do
    [ -n "$(commands "$kind first")" ] || continue
    printf '\n### Over a network, %s\n\n' "$([ $kind = tls ] && echo 'with TLS and tokens' || echo 'plain HTTP')"
    network_targets "$kind"
    network_phases "$kind"
    for scenario in first again changed; do
      printf '\n%s:\n\n' "$(case $scenario in first) echo 'To an empty registry' ;; again) echo 'Again, everything present' ;; *) echo 'One small layer changed' ;; esac)"
      table "$kind $scenario" "crane push"
    done
  done
}

bench_network() {
  trap 'stop_network; stop_daemon' EXIT
  have oras || PATH=$root/target/peers:$PATH
  make_network_images
  make_keys
  local round
  loads=()
  step "Measuring over $network_delay ms each way and $network_rate Mbit/s, $rounds rounds"
  for round in $(seq "$rounds"); do
    loads+=("$(cut -d' ' -f1 /proc/loadavg)")
    for network in plain tls; do
      say "Round $round, $network, load $(cut -d' ' -f1 /proc/loadavg)"
      measure_far "$round" "mvn image:promote" promote_full
      measure_far "$round" "mvn image:promote, warm" promote_full_warm
      measure_far "$round" "mvn image:promote, no documents" promote_plain
      measure_far "$round" "crane push" crane_far
      measure_far "$round" "oras cp" oras_far
      measure_far "$round" "skopeo oci-archive" skopeo_far
    done
  done
  step "Results"
  source "$root/bin/lib/bench-document.sh"
  network_summary | tee "$work/summary.md"
  [ -z "$document" ] || write_document "bin/bench over a network"  # A comment of HTML has no two hyphens: mvn site refuses them.
}
