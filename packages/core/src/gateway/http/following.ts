/** What is made of values that may change: made anew at the first use after one of them is another than before. */
export function following<Made>(read: () => readonly unknown[], make: () => Made): () => Made {
  let known = read();
  let made = make();
  return () => {
    const now = read();
    if (now.some((value, index) => value !== known[index])) {
      known = now;
      made = make();
    }
    return made;
  };
}
