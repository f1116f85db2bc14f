import { describe, expect, it } from "vitest";

import { seccompFilter } from "./seccomp.ts";

const ALLOW = 0x7fff0000;
const errno = (number: number): number => 0x00050000 | number;
const X64 = 0xc000003e;

/** Runs a classic BPF program over seccomp_data, as the kernel would (only the instructions that the filter uses). */
function judge(filter: Buffer, call: { number: number; architecture?: number; args?: readonly number[] }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.architecture ?? X64, 4);
  for (const [index, value] of (call.args ?? []).entries()) data.writeUInt32LE(value >>> 0, 16 + 8 * index);
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const value = filter.readUInt32LE(8 * at + 4);
    const jump = (holds: boolean): void => {
      at += filter.readUInt8(8 * at + (holds ? 2 : 3));
    };
    switch (filter.readUInt16LE(8 * at)) {
      case 0x20:
        accumulator = data.readUInt32LE(value);
        break;
      case 0x15:
        jump(accumulator === value);
        break;
      case 0x45:
        jump((accumulator & value) !== 0);
        break;
      case 0x35:
        jump(accumulator >= value);
        break;
      case 0x06:
        return value;
    }
  }
  throw new Error("the program ended without a verdict");
}

describe("the system call filter", () => {
  const filter = seccompFilter("x64") ?? Buffer.alloc(0);

  it.each([0, 1, 9, 57, 59, 202, 257, 302])("lets ordinary call %i through", (number) => {
    expect(judge(filter, { number })).toBe(ALLOW);
  });

  it.each([101, 165, 248, 250, 272, 298, 308, 321, 323, 425, 428])("denies dangerous call %i", (number) => {
    expect(judge(filter, { number })).toBe(errno(1));
  });

  it("lets threads and processes be made, but no namespaces", () => {
    expect(judge(filter, { number: 56, args: [0x3d0f00] })).toBe(ALLOW);
    expect(judge(filter, { number: 56, args: [0x01200011] })).toBe(ALLOW);
    expect(judge(filter, { number: 56, args: [0x10000000] })).toBe(errno(1));
    expect(judge(filter, { number: 435 })).toBe(errno(38));
  });

  it("has no memory outside of a mount with a size", () => {
    for (const number of [29, 64, 68, 319, 447]) expect(judge(filter, { number })).toBe(errno(38));
  });

  it("keeps input from being put into a terminal", () => {
    expect(judge(filter, { number: 16, args: [0, 0x5401] })).toBe(ALLOW);
    expect(judge(filter, { number: 16, args: [0, 0x5412] })).toBe(errno(1));
    expect(judge(filter, { number: 16, args: [0, 0x541c] })).toBe(errno(1));
  });

  it("opens only socket families that a network namespace confines", () => {
    for (const family of [1, 2, 10, 16]) expect(judge(filter, { number: 41, args: [family] })).toBe(ALLOW);
    for (const family of [0, 17, 31, 38, 40]) expect(judge(filter, { number: 41, args: [family] })).toBe(errno(97));
  });

  it("leaves the buffers of sockets as large as they are, and all other settings to programs", () => {
    for (const option of [7, 8, 32, 33]) expect(judge(filter, { number: 54, args: [3, 1, option] })).toBe(errno(0));
    for (const option of [2, 9, 13, 20]) expect(judge(filter, { number: 54, args: [3, 1, option] })).toBe(ALLOW);
    for (const level of [0, 6, 41]) expect(judge(filter, { number: 54, args: [3, level, 7] })).toBe(ALLOW);
  });

  it("refuses calls of another architecture and of the x32 interface", () => {
    expect(judge(filter, { number: 1, architecture: 0x40000003 })).toBe(errno(38));
    expect(judge(filter, { number: 0x40000000 + 1 })).toBe(errno(38));
  });

  it("exists for arm64 and for nothing unknown", () => {
    const arm = seccompFilter("arm64") ?? Buffer.alloc(0);
    expect(judge(arm, { number: 40, architecture: 0xc00000b7 })).toBe(errno(1));
    expect(judge(arm, { number: 64, architecture: 0xc00000b7 })).toBe(ALLOW);
    for (const number of [186, 190, 194, 279]) expect(judge(arm, { number, architecture: 0xc00000b7 })).toBe(errno(38));
    expect(judge(arm, { number: 208, architecture: 0xc00000b7, args: [3, 1, 7] })).toBe(errno(0));
    expect(seccompFilter("riscv64")).toBeUndefined();
  });
});
