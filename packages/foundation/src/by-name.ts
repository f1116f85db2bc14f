const collator = new Intl.Collator("en", { numeric: true });

/** Orders what has a name as people read it, the same on every machine: "Group 2" before "group 10", "Ångström" beside "Angstrom". */
export const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  collator.compare(one.name, other.name);
