/** The ends of a hash or an address, enough to compare by eye: 7c1e4b…d2a79f04. */
export const shorten = (text: string, ends = 6): string =>
  text.length <= ends * 2 + 1 ? text : `${text.slice(0, ends)}…${text.slice(-ends)}`;
