# shellcheck shell=bash disable=SC2016,SC2034,SC2154,SC2164
# bin/bench --releases: releases of small images, beside a set of them; to be sourced after bench-sets.sh.

# make_release COUNT: a Maven repository with so many builds, and com.acme:release:1.0 of them; sets $repository.
make_release() {
  local number
  repository=$work/release-$1
  [ ! -e "$repository/com/acme/release/1.0/release-1.0-release.json" ] || return 0
  make_images_in "$repository" "$1" repository
  mkdir -p "$repository.project" "$repository/com/acme/release/1.0"
  {
    printf '<project><modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>release</artifactId><version>1.0</version><packaging>pom</packaging><dependencies>\n'
    for number in $(seq 0 $(($1 - 1))); do
      printf '<dependency><groupId>com.acme</groupId><artifactId>shop%04d</artifactId><version>1.0</version><type>tar</type><classifier>image</classifier></dependency>\n' "$number"
    done
    printf '</dependencies></project>\n'
  } > "$repository.project/pom.xml"
  maven -f "$repository.project/pom.xml" "$plugin:release" -Dimage.buildId=1 \
    -Dimage.remoteRepositories="bench::file://$repository"
  cp "$repository.project/target/release-1.0-release.json" "$repository/com/acme/release/1.0"
}

promote_release() {
  cd "$work/run"
  maven "$plugin:promote" -Dimage.artifact=com.acme:release:1.0 -Dimage.remoteRepositories="bench::file://$repository" \
    -Dimage.environment=bench -Dimage.environments="$work/environments-set.xml" -Dimage.resultFile="$work/promoted.json" \
    -Dimage.stateDirectory="$work/state"
}

# measure_release loopback|network NAME ROUND FUNCTION: first, with nothing downloaded, and again.
measure_release() {
  local where=$1 name=$2 round=$3 scenario before
  if [ "$where" = network ]; then start_network plain; else start_registry; fi
  set_environment "http://$registry"
  rm -rf "$work/state" "$work/m2/.cache/image-promotion"
  loads+=("$(cut -d' ' -f1 /proc/loadavg)")
  say "Round $round, $where, $name, load ${loads[-1]}"
  for scenario in first again; do
    before=$(requests_so_far)
    MAVEN_OPTS="-Xmx256m -Xlog:gc:file=$work/gc.log" timed "$where $scenario" "$name" "$round" "$4"
    own_time "$where $scenario" "$name" "$round"
    sleep 1 # The registry writes its log after it has answered.
    record "$where $scenario requests" "$name" "$round" "$(($(requests_so_far) - before))"
    record "$where $scenario heap" "$name" "$round" "$(largest_heap)"
  done
  if [ "$where" = network ]; then stop_network; else stop_registry; fi
}

releases_summary() {
  local where scenario name phase
  machine
  printf 'Versions: %s; Maven %s; docker-registry %s. Medians of %s, each with `-Xmx256m`. Network: %s ms each way, %s Mbit/s.\n\n' \
    "$(java_version)" "$(maven_version)" "$(docker-registry --version | grep -o '[0-9][0-9.]*' | head -1)" "$rounds" \
    "$network_delay" "$network_rate"
  printf '| | own time, s | resolve | check | plan | transfer | tag | record | whole process, s | requests | largest heap after a collection, MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n'
  for where in loopback network; do
    for scenario in first again; do
      while read -r name; do
        printf '| %s, %s, %s | %s |' "$where" "$scenario" "$name" "$(column "$where $scenario" "$name, own time" | median)"
        for phase in resolve check plan transfer tag record; do
          printf ' %s |' "$(column "$where $scenario phases" "$name, $phase" | median)"
        done
        printf ' %s | %.0f | %.0f |\n' "$(column "$where $scenario" "$name" | median)" \
          "$(column "$where $scenario requests" "$name" | median)" "$(column "$where $scenario heap" "$name" | median)"
      done < <(commands "$where $scenario heap")
    done
  done
}

bench_releases() {
  trap 'stop_network; stop_daemon' EXIT
  mkdir -p "$work/keys"
  [ -e "$work/keys/ca.pem" ] || make_keys
  registry_accesslog='disabled: false'
  make_set "$images"
  make_release $((images / 10))
  make_release "$images"
  local round where
  loads=()
  step "Measuring releases, $rounds rounds"
  for round in $(seq "$rounds"); do
    for where in loopback network; do
      make_release $((images / 10))
      measure_release "$where" "release of $((images / 10))" "$round" promote_release
      make_release "$images"
      measure_release "$where" "release of $images" "$round" promote_release
      measure_release "$where" "set of $images" "$round" promote_set
    done
  done
  step "Results"
  source "$root/bin/lib/bench-document.sh"
  releases_summary | tee "$work/summary.md"
  [ -z "$document" ] || write_document "bin/bench of releases"
}
