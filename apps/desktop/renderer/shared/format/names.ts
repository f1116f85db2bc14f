interface Named {
  readonly name: string;
}

/** The order of names as the readers of a language expect it, with numbers in them by their size: "Group 2" before "Group 10". */
export function byName(locale: string): (one: Named, other: Named) => number {
  const collator = new Intl.Collator(locale, { numeric: true });
  return (one, other) => collator.compare(one.name, other.name);
}
