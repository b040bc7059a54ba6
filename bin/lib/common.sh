# shellcheck shell=bash disable=SC2034
# What the scripts in bin/ share; to be sourced.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Debian's daemons live in /usr/sbin, which the PATH of an ordinary user lacks.
PATH=$PATH:/usr/sbin:/sbin

# Installs Debian packages as root, without starting the services that come with them.
# Without root or apt-get it says what is missing and fails.
apt_install() {
  [ "$(id -u)" = 0 ] && have apt-get ||
    die "missing: $*. Install these packages (as root on Debian or Ubuntu this script does it) and run again."
  local policy=/usr/sbin/policy-rc.d output status=0
  if [ -e "$policy" ]; then policy=; else printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; fi
  say "Installing $* ..."
  output=$({ apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends install "$@"; } </dev/null 2>&1) || status=$?
  [ "$status" = 0 ] || printf '%s\n' "$output" >&2
  [ -z "$policy" ] || rm -f "$policy"
  return "$status"
}

# need PROGRAM PACKAGE: notes the package where the program is missing; install_needed installs all that were noted.
needed=()
need() { have "$1" || needed+=("$2"); }
install_needed() { [ ${#needed[@]} = 0 ] || apt_install "${needed[@]}"; }

# find_jdk LEAST [MOST]: prints the home of a JDK whose feature version lies between the two, the one at hand first;
# fails if there is none.
find_jdk() {
  local home version
  for home in "${JAVA_HOME:-}" "$(readlink -f "$(command -v javac || true)" 2>/dev/null | sed 's|/bin/javac$||')" \
      /usr/lib/jvm/*; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ -x "$home/bin/jlink" ] || continue
    version=$("$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge "$1" ] && [ "${version:-0}" -le "${2:-999}" ] && { (cd "$home" && pwd -P); return 0; }
  done
  return 1
}

# find_or_install_jdk LEAST MOST PACKAGE...: likewise, from the first package that the distribution has.
find_or_install_jdk() {
  local least=$1 most=$2 package
  shift 2
  find_jdk "$least" "$most" && return 0
  [ "$(id -u)" = 0 ] && have apt-get && apt-get -qq update </dev/null >&2 || return 1
  for package in "$@"; do
    apt-cache show "$package" >/dev/null 2>&1 || continue
    apt_install "$package" >&2
    find_jdk "$least" "$most"
    return
  done
  return 1
}

# Exports JAVA_HOME of a JDK 17 or newer, installing one if there is none.
use_jdk() {
  if ! JAVA_HOME=$(find_jdk 17); then
    apt_install openjdk-17-jdk-headless || apt_install default-jdk-headless
    JAVA_HOME=$(find_jdk 17) || die "no JDK 17 or newer: set JAVA_HOME to one"
  fi
  export JAVA_HOME
}

# The Maven wrapper downloads its Maven with curl or wget.
use_maven() {
  have curl || have wget || apt_install curl ca-certificates
  mvn=("$root/mvnw" --batch-mode --no-transfer-progress)
}

# Prints this machine's architecture as images name it.
image_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# Compiles the tests and sets test_java to the command that runs one of their classes.
use_test_classes() {
  have docker-registry || apt_install docker-registry
  use_jdk
  use_maven
  local path=$root/target/test-class-path
  say "Compiling ..." >&2
  "${mvn[@]}" --quiet -Djacoco.skip test-compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -Dmdep.outputFile="$path" -Dmdep.includeScope=test </dev/null >&2
  test_java=("$JAVA_HOME/bin/java"
    -cp "$root/target/test-classes:$root/target/classes:$(cat "$path")")
}
