#!/usr/bin/env bash
# Measures rootkeys beside what people use today, on the same reports, after all have given the same answer:
#
#   benches/compare.sh [DIR] [RUNS]
#
# DIR takes the corpora (800 MB, made once; default target/corpus). Needs hyperfine, and measures those of jq, perl,
# python3 and Python's duckdb that are installed.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/corpus} runs=${2:-5}
cargo build --profile dist --quiet
[ -d "$folder/large-csv" ] || cargo bench --quiet --bench corpus -- "$folder"
rootkeys=target/dist/rootkeys

# Each prints the ids of the accounts whose root user has an active key, in any order.
by_jq() {
    echo "find $1 -name '*.json' -print0 | xargs -0 -P2 -n100 jq -r '.Content | @base64d | split(\"\\n\")[]
        | select(startswith(\"<root_account>,\")) | split(\",\") | select(.[8] == \"true\" or .[13] == \"true\")
        | .[1] | split(\":\")[4]'"
}
by_perl() {
    echo "find $1 -name '*.json' -print0 | xargs -0 -P2 -n100 perl -MMIME::Base64 -0777 -ne '
        while (/\"Content\"\\s*:\\s*\"([^\"]*)\"/g) { my \$csv = decode_base64(\$1);
            while (\$csv =~ /^<root_account>,([^\\n]*)/mg) { my @cell = split /,/, \$1;
                print((split /:/, \$cell[0])[4], \"\\n\") if \$cell[7] eq \"true\" or \$cell[12] eq \"true\" } }'"
}
by_python() { echo "python3 benches/peers/csv_module.py $1"; }
by_duckdb() { echo "python3 benches/peers/duckdb_sql.py $1"; }
by_grep() {
    echo "find $1 -name '*.csv' -print0 | LC_ALL=C xargs -0 -P2 -n50 grep -h '^<root_account>,' \
        | awk -F, '\$9 == \"true\" || \$14 == \"true\" {split(\$2, arn, \":\"); print arn[5]}'"
}
by_grep_m1() { by_grep "$1" | sed 's/grep -h/grep -h -m1/'; }

has() {
    case $1 in
        rootkeys) ;;
        grep | grep_m1) [ "$2" = large-csv ] ;;
        jq | perl) [ "$2" != large-csv ] && command -v "$1" >/dev/null ;;
        python) command -v python3 >/dev/null ;;
        duckdb) python3 -c 'import duckdb' 2>/dev/null ;;
    esac
}

for corpus in small skewed large-json large-csv; do
    expected=$($rootkeys --exit-zero --format csv "$folder/$corpus" 2>/dev/null | awk -F, '$4 == "active" {print $1}' | sort)
    commands=(-n "rootkeys" "$rootkeys --exit-zero $folder/$corpus" -n "rootkeys --jobs 1" "$rootkeys --exit-zero --jobs 1 $folder/$corpus")
    for peer in perl grep_m1 grep jq python duckdb; do
        has $peer $corpus || continue
        command=$("by_$peer" "$folder/$corpus")
        [ "$(bash -c "$command" | sort)" = "$expected" ] || { echo "$peer answers otherwise on $corpus" >&2; exit 1; }
        commands+=(-n "$peer" "$command")
    done
    echo "## $corpus: $(find "$folder/$corpus" -type f | wc -l) files, $(wc -w <<<"$expected") accounts with an active root key, all agree"
    hyperfine --shell bash --warmup 1 --runs "$runs" --export-markdown "$folder/$corpus.md" "${commands[@]}" >/dev/null
    cat "$folder/$corpus.md"
done
