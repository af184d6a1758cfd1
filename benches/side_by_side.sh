#!/usr/bin/env bash
# How `reprint scan` compares with counting words, on the same file in the same minutes.
#
#   benches/side_by_side.sh FILE.jsonl [ROUNDS] [-- FLAGS OF SCAN...]
#
# Runs `LC_ALL=C wc -w FILE` and `reprint scan FILE` in turn, ROUNDS times each (default 5), and prints the processor
# time (user + system) and the peak memory of each run, and the ratio of the medians. REPRINT names another binary.
set -euo pipefail

if [ $# -lt 1 ] || [ ! -f "$1" ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
file=$1
shift
rounds=5
if [ $# -gt 0 ] && [ "$1" != -- ]; then
    rounds=$1
    shift
fi
if [ $# -gt 0 ] && [ "$1" = -- ]; then shift; fi

here=$(cd "$(dirname "$0")/.." && pwd)
reprint=${REPRINT:-$here/target/release/reprint}
if [ ! -x "$reprint" ]; then
    echo "no program at $reprint: cargo build --release, or set REPRINT" >&2
    exit 2
fi

python3 - "$file" "$rounds" "$reprint" "$@" <<'PYTHON'
import os, resource, statistics, sys

file, rounds, reprint, flags = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
tasks = {"wc -w": ["wc", "-w", file], "reprint": [reprint, "scan", file, "--format", "jsonl", "--quiet", *flags]}
environment = {**os.environ, "LC_ALL": "C"}
nothing = os.open(os.devnull, os.O_WRONLY)


def run(command):
    """Processor seconds and peak memory in MB of one run: what the system counted for that process alone."""
    child = os.posix_spawnp(command[0], command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 1)])
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


with open(file, "rb") as warm:  # both find the file in memory
    while warm.read(1 << 16):
        pass
floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
runs = {name: [] for name in tasks}
for n in range(rounds):
    for name, command in tasks.items():
        runs[name].append(run(command))
    print(f"round {n + 1}: " + "   ".join(f"{name} {runs[name][-1][0]:.2f} s, {runs[name][-1][1]:.0f} MB" for name in tasks))
seconds = {name: statistics.median(r[0] for r in runs[name]) for name in tasks}
print(f"{os.path.getsize(file) / 1e6:.0f} MB, medians of {rounds}: wc -w {seconds['wc -w']:.2f} s, reprint {seconds['reprint']:.2f} s, "
      f"ratio {seconds['reprint'] / seconds['wc -w']:.2f}, peak memory {max(r[1] for r in runs['reprint']):.0f} MB "
      f"(figures below {floor:.0f} MB are this script's own: a child begins as its copy)")
PYTHON
