# Counts the results in a suite's TAP (node's nested form too: a test with subtests counts by these). Prints a line for each
# result that was skipped, and for what is wrong with the suite as a whole; the last line is "PASSED FAILED".
function depth(line) { match(line, /^ */); return RLENGTH }
function title(text) { sub(/ *# *SKIP.*/, "", text); sub(/^[ -]+/, "", text); return text }
function reason(text) { sub(/.*# *SKIP */, "", text); return text == "" ? "no reason given" : text }
function wrong(text) { print "not ok - " name ": " text; failed++ }

/^ *1\.\.[0-9]+/ {
    at = depth($0)
    split($0, part, /\.\./)
    if (at == 0) { planned = part[2] + 0; has_plan = 1; if (planned == 0) { skips++; print "skipped: " name " (" reason($0) ")" } }
    else holds[at - 4] = 1
}
/^ *(not )?ok( |$)/ {
    at = depth($0)
    bad = $0 ~ /^ *not ok/
    text = $0
    sub(/^ *(not )?ok *[0-9]* */, "", text)
    if (at == 0) results++
    if (holds[at]) { # its subtests were counted
        holds[at] = 0
        if (bad && !bad_below[at + 4]) failed++
        bad_below[at] += bad
        bad_below[at + 4] = 0
        next
    }
    bad_below[at] += bad
    if (text ~ /# *SKIP/) { skips++; print "skipped: " name ": " title(text) " (" reason(text) ")" }
    else if (bad) failed++
    else passed++
}
END {
    if (status == 124 || status == 137) wrong("took longer than " limit " seconds")
    else if (status != 0 && failed == 0) wrong("ended with exit status " status)
    else if (passed + failed + skips == 0) wrong("said nothing")
    else if (has_plan && planned != results && planned > 0) wrong("planned " planned " results and gave " results + 0)
    print passed + 0, failed + 0
}
