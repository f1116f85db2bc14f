/** `count` different positions below `size`, in order: the words that are asked for again. */
export function pickPositions(size: number, count: number): readonly number[] {
  const left = Array.from({ length: size }, (_, index) => index);
  const picked: number[] = [];
  while (picked.length < count && left.length > 0) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    picked.push(...left.splice(random % left.length, 1));
  }
  return picked.toSorted((a, b) => a - b);
}
