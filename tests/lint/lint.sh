# What the lints share. A rule is a function that reads the files given and prints "file:line: what is wrong"; no output means clean.
# Each rule first shows that it can fail: a bad sample is refused, and a good one passes. Results are in TAP.
set -u
cd "${TOP:-$(dirname "${BASH_SOURCE[0]}")/../..}" || exit 1
sample=$(mktemp -d) || exit 1
trap 'rm -rf "$sample"' EXIT
results=0

# One line, and of a long sample its beginning.
result() {
    local title=${2//$'\n'/ / }
    title=${title//'#'/}
    printf '%s %d - %.100s\n' "$1" $((++results)) "$title"
}
skip() { printf 'ok %d - %s # SKIP %s\n' $((++results)) "$1" "$2"; }

# holds TITLE RULE FILE...: the rule finds nothing in the project's files
holds() {
    local title=$1 rule=$2 found
    shift 2
    found=$("$rule" "$@" 2>&1)
    if (($# == 0)); then
        result 'not ok' "$title: there are no files to look at"
    elif [[ -z $found ]]; then
        result ok "$title"
    else
        printf '%s\n' "$found" | sed 's/^/# /'
        result 'not ok' "$title"
    fi
}

# refuses / takes RULE NAME TEXT: the rule finds something, or nothing, in a file of that name (its path counts) and text
probe() {
    mkdir -p "$sample/$(dirname "$2")"
    printf '%s\n' "$3" >"$sample/$2"
    (cd "$sample" && "$1" "$2" 2>&1)
}
refuses() { if [[ -n $(probe "$@") ]]; then result ok "$1 refuses: $2: $3"; else result 'not ok' "$1 refuses: $2: $3"; fi; }
takes() {
    local found
    found=$(probe "$@")
    [[ -z $found ]] || printf '# %s\n' "$found"
    if [[ -z $found ]]; then result ok "$1 takes: $2: $3"; else result 'not ok' "$1 takes: $2: $3"; fi
}
plan() { printf '1..%d\n' "$results"; }

# sources FOLDER... -- PATTERN...: the project's files below the folders whose names match
sources() {
    local folders=() patterns=()
    while [[ $1 != -- ]]; do folders+=("$1"); shift; done
    shift
    for pattern; do patterns+=(-o -name "$pattern"); done
    find "${folders[@]}" -name node_modules -prune -o -type f \( "${patterns[@]:1}" \) -print | sort
}

# Every text of the project, without what automake lays beside it and what fuzzers are fed with.
texts() {
    sources lib cgi sql templates www tests build-aux bootstrap configure.ac Makefile.am README COPYING .ci .gitignore -- '*' |
        grep -vxE 'build-aux/(ar-lib|compile|config\.(guess|sub)|depcomp|install-sh|missing|test-driver)|tests/fuzz/corpus/.*|tests/mail/corpus/.*\.eml'
}
