/** What an escape script is told about the world outside, as somebody with inside knowledge would know it. */
export interface EscapeTargets {
  readonly dataDirectory: string;
  /** A text that stands in the node's key file and in its environment. */
  readonly marker: string;
  readonly nodePid: number;
  readonly tcpPorts: readonly number[];
  /** An address of this machine besides the loopback. */
  readonly machineAddress: string;
  readonly abstractSocket: string;
  readonly otherDisplay: number;
  /** A port of the loopback on which somebody waits for the display to call. */
  readonly callBackPort: number;
}

/** A text that the shell puts together, so that looking for it does not find the script itself. */
const split = (text: string): string => `${text.slice(0, -3)}""${text.slice(-3)}`;

/** System call numbers by architecture: keyctl, add_key, ptrace, bpf, io_uring_setup, mount, setns, perf_event_open, userfaultfd. */
const CALLS = `my %calls = (
  x86_64 => { keyctl => 250, add_key => 248, ptrace => 101, bpf => 321, io_uring_setup => 425, mount => 165, setns => 308, perf_event_open => 298, userfaultfd => 323, open_by_handle_at => 304 },
  aarch64 => { keyctl => 219, add_key => 217, ptrace => 117, bpf => 280, io_uring_setup => 425, mount => 40, setns => 268, perf_event_open => 241, userfaultfd => 282, open_by_handle_at => 265 },
);`;

/** A perl program (perl is on every Debian) for what a shell cannot do. Exit 0 means that it worked. */
const PERL = `use Socket; use POSIX ();
${CALLS}
my $arch = (POSIX::uname())[4];
my ($what, @args) = @ARGV;
sub call { my ($name, @rest) = @_; return syscall($calls{$arch}{$name}, @rest) != -1; }
my %attempts = (
  unix => sub { socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un($args[0])) },
  abstract => sub { socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un("\\0$args[0]")) },
  socket => sub { socket(S, $args[0], $args[1], $args[2]) },
  root => sub { $< = 0; $> = 0; $> == 0 || $< == 0 },
  keyctl => sub { call("keyctl", 0, -3, 0) },
  add_key => sub { my ($t, $d, $p) = ("user", "lucid", "x"); call("add_key", $t, $d, $p, 1, -3) },
  ptrace => sub { call("ptrace", 16, 1, 0, 0) },
  bpf => sub { call("bpf", 0, my $attr = "\\0" x 128, 128) },
  io_uring => sub { call("io_uring_setup", 1, my $params = "\\0" x 128) },
  mount => sub { my ($s, $t, $f) = ("none", "/tmp", "tmpfs"); call("mount", $s, $t, $f, 0, 0) },
  perf => sub { call("perf_event_open", my $attr = "\\0" x 128, 0, -1, -1, 0) },
  userfaultfd => sub { call("userfaultfd", 0) },
  setns => sub { open(N, "<", "/proc/1/ns/mnt"); call("setns", fileno(N), 0) },
  handle => sub { call("open_by_handle_at", -100, my $handle = "\\0" x 64, 0) },
  tiocsti => sub { open(T, "+<", "/dev/ptmx"); ioctl(T, 0x5412, my $c = "x") },
);
exit($attempts{$what}->() ? 0 : 1);`;

/**
 * Shell text that makes every attempt and prints `HELD name` or `ESCAPED name`, then `ATTEMPTS DONE`. Ordinary actions by the same means
 * come first and print `WORKS name` or `BROKEN name`, so that a failed attempt says something.
 */
export function escapeScript(targets: EscapeTargets): string {
  const tcp = (address: string) =>
    targets.tcpPorts.map((port) => `try tcp-${address}-${port} connect ${address} ${port}`).join("\n");
  return `
marker=${split(targets.marker)} data=${split(targets.dataDirectory)} node=${targets.nodePid}
cat > /tmp/attempt.pl <<'PERL'
${PERL}
PERL
try() { name=$1; shift; if "$@" > /dev/null 2>&1 < /dev/null; then echo "ESCAPED $name"; else echo "HELD $name"; fi; }
p() { try "$1" timeout 5 perl /tmp/attempt.pl "\${@:2}"; }
connect() { timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2"; }
found() { test -n "$(find / -path /proc -prune -o -path /usr -prune -o \\( "$@" \\) -print 2>/dev/null)"; }
says() { grep -raqs "$marker" "$@"; }
writes() { echo x > "$1"; }

works() { name=$1; shift; if "$@" > /dev/null 2>&1 < /dev/null; then echo "WORKS $name"; else echo "BROKEN $name"; fi; }
perl -MSocket -e 'socket(my $s, AF_INET, SOCK_STREAM, 0); bind($s, pack_sockaddr_in(7007, INADDR_LOOPBACK)); listen($s, 5); open(my $f, ">", "/tmp/listening"); sleep 60' &
until [ -e /tmp/listening ]; do sleep 0.1; done
works own-tcp timeout 30 bash -c 'exec 3<>/dev/tcp/127.0.0.1/7007'
works own-display perl /tmp/attempt.pl unix "/tmp/.X11-unix/X\${DISPLAY#:}"
works own-files found -name session.sh
works own-text grep -qs PATH /proc/self/environ
works own-home writes /home/user/x
works own-socket perl /tmp/attempt.pl socket 2 1 0

try data-folder ls "$data"
try node-key cat "$data/keys/node.key"
try key-files found -name node.key -o -name key.pem -o -name rsakeys.ini -o -name xrdp.ini -o -name '*.db'
try marker-in-files says /etc /home /run /tmp /var /srv /opt /root /mnt /media
try marker-in-environment says /proc/*/environ
echo "$data" > /tmp/pattern
try data-folder-in-command-lines grep -aqsf /tmp/pattern /proc/*/cmdline
try data-folder-in-mounts grep -qs "$data" /proc/self/mountinfo
try data-folder-through-first-process ls /proc/1/root$data
try parent-folders ls /proc/1/cwd/../../../../../../$data
try homes found -path '/home/*' -prune -not -path '/home/user*'
try password-file grep -q root /etc/passwd
try shadow-file cat /etc/shadow
try machine-id cat /etc/machine-id
try host-name grep -q . /etc/hostname
try ssh-keys found -name 'ssh_host_*'
try system-files ls /sys/kernel
try boot-files found -path '/boot/*'
try node-process-in-proc ls /proc/$node
try node-process-signal kill -0 $node
try many-processes test "$(ls -d /proc/[0-9]* | wc -l)" -gt 40
try kill-everyone-else kill -0 $((node - 1)) $((node - 2)) $((node + 1))
${tcp("127.0.0.1")}
${tcp(targets.machineAddress)}
try machine-interfaces test "$(ls /proc/sys/net/ipv4/conf | grep -cv -e all -e default -e '^lo$' -e '^tap0$')" -gt 0
p unix-socket unix "$data/test.sock"
p abstract-socket abstract ${targets.abstractSocket}
p abstract-x-of-other-session abstract /tmp/.X11-unix/X${targets.otherDisplay}
p abstract-x-of-machine abstract /tmp/.X11-unix/X0
p x-of-other-session unix /tmp/.X11-unix/X${targets.otherDisplay}
p system-bus unix /run/dbus/system_bus_socket
p docker unix /var/run/docker.sock
p journal unix /run/systemd/journal/stdout
try session-bus test -n "$DBUS_SESSION_BUS_ADDRESS"
try other-x-sockets test "$(ls /tmp/.X11-unix | wc -l)" -gt 1
try other-sessions-folders found -path '/tmp/lucid-*'
try rfb-socket found -type s -name rfb
try cookie-is-writable writes "$XAUTHORITY"
try session-script-is-writable writes /run/lucid/session.sh
try write-usr writes /usr/x
try write-etc writes /etc/x
try write-root writes /x
try write-dev writes /dev/x
try write-run writes /run/x
try write-lib writes /usr/lib/x
try remount-usr mount -o remount,rw /usr
try mount-tmpfs mount -t tmpfs none /tmp
try unmount umount /usr
try new-user-namespace unshare --user true
try new-mount-namespace unshare --user --map-root-user --mount true
try nested-sandbox bwrap --ro-bind / / true
try enter-namespaces nsenter -t 1 -m -U true
try set-user su -c true root
try sudo sudo -n true
try set-user-mount-helper fusermount3 -u /tmp
try capabilities test "$(sed -n 's/^CapEff:\\t//p' /proc/self/status)" != 0000000000000000
try bounding-set test "$(sed -n 's/^CapBnd:\\t//p' /proc/self/status)" != 0000000000000000
try may-gain-privileges test "$(sed -n 's/^NoNewPrivs:\\t//p' /proc/self/status)" != 1
try unfiltered-system-calls test "$(sed -n 's/^Seccomp:\\t//p' /proc/self/status)" != 2
try host-name-change hostname somebody
try kernel-core-pattern writes /proc/sys/kernel/core_pattern
try sysrq writes /proc/sysrq-trigger
try kernel-log head -c1 /dev/kmsg
try kernel-keys cat /proc/keys
try memory-device head -c1 /dev/mem
try disks sh -c 'head -c1 /dev/vda || head -c1 /dev/sda || head -c1 /dev/nvme0n1'
try tun-device sh -c ': <> /dev/net/tun'
try kvm-device sh -c ': <> /dev/kvm'
try make-device mknod /tmp/null c 1 3
try more-processes bash -c 'ulimit -u unlimited'
try more-memory bash -c 'ulimit -v unlimited'
try higher-priority renice -n -5 $$
try survive-out-of-memory writes /proc/self/oom_score_adj
set_vnc() { vncconfig -set "$1=$2"; test "$(vncconfig -get "$1")" = "$2"; }
try vnc-setting-keys set_vnc AcceptKeyEvents 0
try vnc-setting-clipboard set_vnc SendCutText 0
try vnc-setting-override set_vnc AllowOverride AcceptCutText
vncconfig -connect 127.0.0.1::${targets.callBackPort}
try resize-screen xrandr --fb 640x480
p become-root root
p packet-socket socket 17 3 0
p raw-socket socket 2 3 1
p host-socket-vsock socket 40 1 0
p crypto-socket socket 38 5 0
p keyring keyctl
p add-key add_key
p trace-first-process ptrace
p bpf bpf
p io-uring io_uring
p mount-call mount
p perf perf
p userfaultfd userfaultfd
p setns setns
p file-handle handle
p type-into-terminal tiocsti
echo ATTEMPTS DONE
`;
}
