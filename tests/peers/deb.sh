#!/usr/bin/env bash
# A Debian package, installed here and purged again: the program, its manual pages, its completions.
#
#   deb.sh PACKAGE PROGRAM VERSION
#
# Without dpkg or root, or where chorograph is installed already, it says so and checks nothing.
# Exit status: 0 all is well, or nothing could be checked; 1 something is wrong.
set -euo pipefail
package=$1 program=$2 version=$3

skip() {
    echo "skipped: the Debian package: $*"
    exit 0
}

passed=0 failed=0
check() {
    if "${@:2}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
    fi
}

command -v dpkg >/dev/null || skip "there is no dpkg here"
[ "$(id -u)" -eq 0 ] || skip "only root can install it"
if dpkg-query -W chorograph >/dev/null 2>&1; then skip "chorograph is installed already"; fi

listed() { dpkg-deb -c "$package" | awk '{print $6}' | grep -v '/$' | sed 's/^\.//'; }
files=$(listed)
has() { grep -qx "$1" <<<"$files"; }
has_man_page() { man --pager=cat "$1" 2>/dev/null | grep -q -- "$2"; }
is_gone() {
    local file
    while read -r file; do
        [ ! -e "$file" ] || return 1
    done <<<"$files"
    ! dpkg-query -W chorograph >/dev/null 2>&1
}
same_version() { [ "$(dpkg-deb -f "$package" Version)" = "$version-1" ] && [ "$(/usr/bin/chorograph --version)" = "chorograph $version" ]; }
same_answer() { [ "$(/usr/bin/chorograph --help)" = "$("$program" --help)" ]; }

trap 'dpkg --purge chorograph >/dev/null 2>&1 || true' EXIT
# Images of containers leave out manual pages.
dpkg --path-include='/usr/share/man/*' --path-include='/usr/share/doc/*' -i "$package" >/dev/null
check "the version" same_version
check "the program" same_answer
for file in /usr/share/man/man1/chorograph-query.1 /usr/share/bash-completion/completions/chorograph \
    /usr/share/zsh/vendor-completions/_chorograph /usr/share/fish/vendor_completions.d/chorograph.fish \
    /usr/share/doc/chorograph/copyright /usr/share/doc/chorograph/LICENSE-THIRD-PARTY.txt; do
    check "$file is in the package" has "$file"
done
check "stripped" bash -c '! grep -q "\.symtab" <(readelf -SW /usr/bin/chorograph)'
if command -v man >/dev/null; then
    check "the manual page of chorograph" has_man_page chorograph 'chorograph.query'
    check "the manual page of a command" has_man_page chorograph-query '--param'
else
    echo "skipped: the manual pages: there is no man here"
fi
dpkg --purge chorograph >/dev/null
check "purging leaves nothing" is_gone
echo "deb: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
