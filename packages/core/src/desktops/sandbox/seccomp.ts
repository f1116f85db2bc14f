/** Numbers of the system calls a desktop never needs; each is a known way to reach out of a sandbox or deep into the kernel. */
interface SystemCalls {
  readonly auditArchitecture: number;
  /** Calls with this bit are of the x32 interface, which would evade the list. */
  readonly foreignBit?: number;
  readonly clone: number;
  readonly ioctl: number;
  readonly socket: number;
  readonly setsockopt: number;
  readonly denied: readonly number[];
  /**
   * memfd_create, memfd_secret, shmget, semget, msgget: memory that no mount's size bounds, and that of the last three stays when its
   * program is gone. Programs fall back to files in /dev/shm.
   */
  readonly unboundedMemory: readonly number[];
}

/** Same numbers on both: io_uring, the new mount interface, pidfd_getfd, mount_setattr, quotactl_fd. */
const NEW_CALLS = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 443];
const CLONE3 = 435;

const X64: SystemCalls = {
  auditArchitecture: 0xc000003e,
  foreignBit: 0x40000000,
  clone: 56,
  ioctl: 16,
  socket: 41,
  setsockopt: 54,
  // ptrace, syslog, uselib, vhangup, pivot_root, chroot, acct, settimeofday, mount, umount2, swapon, swapoff, reboot, sethostname,
  // setdomainname, iopl, ioperm, init_module, delete_module, quotactl, nfsservctl, lookup_dcookie, clock_settime, mbind,
  // set_mempolicy, get_mempolicy, kexec_load, add_key, request_key, keyctl, migrate_pages, unshare, move_pages, perf_event_open,
  // fanotify_init, name_to_handle_at, open_by_handle_at, setns, process_vm_readv, process_vm_writev, kcmp, finit_module,
  // kexec_file_load, bpf, userfaultfd
  denied: [
    101, 103, 134, 153, 155, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179, 180, 212, 227, 237, 238,
    239, 246, 248, 249, 250, 256, 272, 279, 298, 300, 303, 304, 308, 310, 311, 312, 313, 320, 321, 323,
  ],
  unboundedMemory: [319, 447, 29, 64, 68],
};

const ARM64: SystemCalls = {
  auditArchitecture: 0xc00000b7,
  clone: 220,
  ioctl: 29,
  socket: 198,
  setsockopt: 208,
  // The same calls in the same sense; those that arm64 never had are absent.
  denied: [
    18, 39, 40, 41, 42, 51, 58, 60, 89, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 217, 218, 219, 224, 225, 235, 236,
    237, 238, 239, 241, 262, 264, 265, 268, 270, 271, 272, 273, 280, 282, 294,
  ],
  unboundedMemory: [279, 447, 194, 190, 186],
};

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_SET = 0x45;
const JUMP_GREATER_EQUAL = 0x35;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;
/** The call does nothing and succeeds. */
const NOTHING = 0;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

/** Offsets in seccomp_data; of an argument only the low half matters here. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const CLONE_NEW = 0x7e020000;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. Others, vsock above all, are not confined by a network namespace. */
const FAMILIES = [1, 2, 10, 16];

const SOL_SOCKET = 1;
/** SO_SNDBUF, SO_RCVBUF and both with FORCE: taken without effect, so that a socket holds what `sandbox-usage` counts it for. */
const BUFFER_SIZES = [7, 8, 32, 33];

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];

const fail = (errno: number): Instruction => [RETURN, 0, 0, ERRNO | errno];
const denyCall = (number: number, errno: number): Instruction[] => [[JUMP_EQUAL, 0, 1, number], fail(errno)];

function program(calls: SystemCalls): Instruction[] {
  return [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, calls.auditArchitecture],
    fail(ENOSYS),
    [LOAD, 0, 0, NUMBER],
    ...(calls.foreignBit === undefined ? [] : ([[JUMP_GREATER_EQUAL, 0, 1, calls.foreignBit], fail(ENOSYS)] as const)),
    ...[...calls.denied, ...NEW_CALLS].flatMap((number) => denyCall(number, EPERM)),
    ...calls.unboundedMemory.flatMap((number) => denyCall(number, ENOSYS)),
    // glibc falls back to clone, whose flags can be seen.
    ...denyCall(CLONE3, ENOSYS),
    [JUMP_EQUAL, 0, 4, calls.clone],
    [LOAD, 0, 0, argument(0)],
    [JUMP_SET, 0, 1, CLONE_NEW],
    fail(EPERM),
    [RETURN, 0, 0, ALLOW],
    [JUMP_EQUAL, 0, 5, calls.ioctl],
    [LOAD, 0, 0, argument(1)],
    [JUMP_EQUAL, 1, 0, TIOCSTI],
    [JUMP_EQUAL, 0, 1, TIOCLINUX],
    fail(EPERM),
    [RETURN, 0, 0, ALLOW],
    [JUMP_EQUAL, 0, BUFFER_SIZES.length + 5, calls.setsockopt],
    [LOAD, 0, 0, argument(1)],
    [JUMP_EQUAL, 0, BUFFER_SIZES.length + 1, SOL_SOCKET],
    [LOAD, 0, 0, argument(2)],
    ...BUFFER_SIZES.map((option, index): Instruction => [JUMP_EQUAL, BUFFER_SIZES.length - index, 0, option]),
    [RETURN, 0, 0, ALLOW],
    fail(NOTHING),
    [JUMP_EQUAL, 0, FAMILIES.length + 2, calls.socket],
    [LOAD, 0, 0, argument(0)],
    ...FAMILIES.map((family, index): Instruction => [JUMP_EQUAL, FAMILIES.length - index, 0, family]),
    fail(EAFNOSUPPORT),
    [RETURN, 0, 0, ALLOW],
  ];
}

/** The filter for `bwrap --seccomp` (struct sock_filter, little endian), or undefined on machines other than x86_64 and arm64. */
export function seccompFilter(architecture: string): Buffer | undefined {
  const calls = { x64: X64, arm64: ARM64 }[architecture];
  if (!calls) return undefined;
  const instructions = program(calls);
  const bytes = Buffer.alloc(8 * instructions.length);
  for (const [index, [code, jumpTrue, jumpFalse, value]] of instructions.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(jumpTrue, 8 * index + 2);
    bytes.writeUInt8(jumpFalse, 8 * index + 3);
    bytes.writeUInt32LE(value >>> 0, 8 * index + 4);
  }
  return bytes;
}
