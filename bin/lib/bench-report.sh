# shellcheck shell=bash disable=SC2154
# Reads the results of bin/bench: lines of scenario, command, round, seconds, seconds of CPU; to be sourced.

# record SCENARIO COMMAND ROUND SECONDS [CPU]
record() { printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "${5:-}" >> "$results"; }

# The phases of the last promotion, a line each, in ms.
phases() { sed -n '/"phases"/,/}/p' "$work/promoted.json" | sed -n 's/.*"\([a-z]*\)": \([0-9]*\),*$/\1 \2/p'; }

# column SCENARIO COMMAND [FIELD]: its figures, a line each; FIELD 5 is CPU.
column() { awk -F '\t' -v s="$1" -v c="$2" -v f="${3:-4}" '$1 == s && $2 == c && $f != "" { print $f }' "$results"; }

# The median of the lines that come in, with two digits; nothing for nothing.
median() {
  sort -g | awk '{ x[NR] = $1 } END { if (NR) printf "%.2f", (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}

# ratio SCENARIO COMMAND OTHER: the median of the ratios round by round, so that what slows a round down slows both.
ratio() {
  awk -F '\t' -v s="$1" -v c="$2" -v o="$3" '
    $1 == s && $2 == c { ours[$3] = $4 }
    $1 == s && $2 == o { theirs[$3] = $4 }
    END { for (round in ours) if (theirs[round] > 0) print ours[round] / theirs[round] }' "$results" | median
}

# commands SCENARIO: those that were measured, in their order.
commands() { awk -F '\t' -v s="$1" '$1 == s && !seen[$2]++ { print $2 }' "$results"; }

# A table of a scenario, in Markdown: medians, ratios and what was measured.
table() {
  local scenario=$1 command against
  shift
  printf '| command | median, s | CPU, s |'
  for against in "$@"; do printf ' / %s |' "$against"; done
  printf ' each round, s |\n|---|---|---|'
  for against in "$@"; do printf -- '---|'; done
  printf -- '---|\n'
  while read -r command; do
    printf '| %s | %s | %s |' "$command" "$(column "$scenario" "$command" | median)" \
      "$(column "$scenario" "$command" 5 | median)"
    for against in "$@"; do printf ' %s |' "$(ratio "$scenario" "$command" "$against")"; done
    printf ' %s |\n' "$(column "$scenario" "$command" | tr '\n' ' ' | sed 's/ $//')"
  done < <(commands "$scenario")
}

# target TEXT LIMIT SCENARIO COMMAND OTHER: a line that says whether it holds; nothing where one was not measured.
target() {
  local ratio
  ratio=$(ratio "$3" "$4" "$5")
  [ -n "$ratio" ] || return 0
  printf '| %s | %s | %s | %s |\n' "$1" "$2" "$ratio" \
    "$(awk -v r="$ratio" -v l="$2" 'BEGIN { print r <= l ? "yes" : "**no**" }')"
}
