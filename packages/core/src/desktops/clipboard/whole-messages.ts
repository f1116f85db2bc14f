/**
 * Cuts a stream into whole messages and puts it together again from what `judge` makes of each. `lengthOf` is undefined while a length
 * cannot be told; what is longer than `maxBytes` throws.
 */
export function wholeMessages(
  maxBytes: number,
  lengthOf: (bytes: Buffer) => number | undefined,
  judge: (message: Buffer) => Buffer,
): (chunk: Buffer) => Buffer {
  const pieces: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  return (chunk) => {
    pieces.push(chunk);
    held += chunk.length;
    if (held < wanted) return Buffer.alloc(0);
    let bytes = Buffer.concat(pieces);
    const passed: Buffer[] = [];
    wanted = 0;
    while (bytes.length > 0) {
      wanted = lengthOf(bytes) ?? 0;
      if (wanted > maxBytes) throw new Error(`a message of ${wanted} bytes`);
      if (wanted === 0 || bytes.length < wanted) break;
      passed.push(judge(bytes.subarray(0, wanted)));
      bytes = bytes.subarray(wanted);
      wanted = 0;
    }
    pieces.splice(0, pieces.length, bytes);
    held = bytes.length;
    return Buffer.concat(passed);
  };
}
