#!/usr/bin/env bash
# A machine made from nothing: a minimal Debian 12 below FOLDER, in which this checkout is what a stranger has.
#   from_nothing.sh FOLDER        as root, with network for Debian's packages and the npm registry
# What runs in it: `./dev demo` by somebody without rights, who is told what to install; README's two commands (`./dev test`
# is the road `cmake --workflow --preset release`); then, without any network, the demo a second time. In a second bare
# system: the Debian package alone, without network once it is installed. The checkout is mounted where it lies, so that
# what is built here serves afterwards too.
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mirror=${UPTAKE_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$1"
folder=$(cd "$1" && pwd)

# What lies in a build folder was not made there.
if [ -e "$checkout/build/release" ]; then
  printf 'build/release is there already, so that nothing would be made from nothing: remove it, or call this in a fresh clone\n' >&2
  exit 2
fi

# The mounts live and end with this process, however it ends.
if [ -z "${UPTAKE_OWN_MOUNTS:-}" ]; then
  UPTAKE_OWN_MOUNTS=1 exec unshare --mount --propagation private "${BASH_SOURCE[0]}" "$folder"
fi

say() { printf '\033[1m%s\033[0m\n' "machine: $*" >&2; }

authorities=/usr/local/share/ca-certificates
plain=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive)
if compgen -G "$authorities/*.crt" >/dev/null; then plain+=(NODE_EXTRA_CA_CERTS="$authorities/network.crt"); fi
inside() { chroot "$1" "${plain[@]}" "${@:2}"; }  # SYSTEM COMMAND...: with no variable of this machine's
offline() { unshare --net chroot "$1" "${plain[@]}" "${@:2}"; }

make_usable() {  # SYSTEM
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount -t tmpfs tmpfs "$1/tmp"
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  # a network that signs connections with an authority of its own: that is the network's, as its names are
  if compgen -G "$authorities/*.crt" >/dev/null; then
    mkdir -p "$1$authorities"
    cat "$authorities"/*.crt >"$1$authorities/network.crt"
  fi
}

say "unpacking a minimal Debian 12"
debootstrap --variant=minbase bookworm "$folder/stranger" "$mirror" >"$folder/debootstrap.log" 2>&1 || {
  tail -n 20 "$folder/debootstrap.log" >&2
  exit 1
}
cp -a "$folder/stranger" "$folder/bare"
make_usable "$folder/stranger"
make_usable "$folder/bare"

for place in "$checkout" "$checkout/../shared"; do  # the survey's tables lie beside the checkout
  mkdir -p "$folder/stranger$(realpath -sm "$place")"
  mount --bind "$place" "$folder/stranger$(realpath -sm "$place")"
done

say "somebody without rights is told the one line to type"
told=$(inside "$folder/stranger" su -s /bin/sh nobody -c "$checkout/dev demo" 2>&1) && code=0 || code=$?
if [ "$code" -ne 2 ] || ! grep -q '^  sudo apt-get install -y .*g++' <<<"$told"; then
  printf 'exit %s: %s\n' "$code" "$told"
  exit 1
fi

say "README's first command"
inside "$folder/stranger" "$checkout/dev" demo
say "README's second command"
inside "$folder/stranger" "$checkout/dev" test
say "the demo again, without network"
rm -rf "$checkout/results/demo"
offline "$folder/stranger" "$checkout/dev" demo
test -s "$checkout/results/demo/report.html"

say "the Debian package, in a system with nothing else"
rm -rf "$checkout/build/release/package"
inside "$folder/stranger" cpack -G DEB --config "$checkout/build/release/CPackConfig.cmake" -B "$checkout/build/release/package" >/dev/null
cp "$checkout"/build/release/package/*.deb "$folder/bare/srv/"
inside "$folder/bare" apt-get update -qq
inside "$folder/bare" sh -c 'apt-get install -y --no-install-recommends /srv/*.deb' >"$folder/install.log" 2>&1 || {
  tail -n 20 "$folder/install.log" >&2
  exit 1
}
offline "$folder/bare" sh -euc '
  cd /srv
  uptake compare /usr/share/uptake/scenarios/baseline.yaml /usr/share/uptake/scenarios/campaign.yaml \
    --families 500 --draws 2 --out compared
  uptake verify compared
  test -s compared/report.html'
inside "$folder/bare" apt-get purge -y uptake >/dev/null
if inside "$folder/bare" sh -c 'command -v uptake || ls -d /usr/share/uptake' 2>/dev/null; then
  say "purged, but something of it is left"
  exit 1
fi
say "all of it works"
