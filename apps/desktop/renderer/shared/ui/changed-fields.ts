/** What is typed into or chosen from. What is chosen from a list (`Select`) stands in a hidden field. */
const FIELDS = "select, textarea:not([readonly]), input:not([readonly], [type=range])";

export interface ChangedFields {
  /** Before a person does something: what has another value afterwards was changed by them, and not by the program. */
  readonly begin: () => void;
  /** After it. */
  readonly settle: () => void;
  /** One was filled in, perhaps without a beginning, as by what fills in for a person. */
  readonly input: (target: EventTarget) => void;
}

/**
 * Follows which fields of a form a person has changed, by typing or choosing, and not changed back.
 * @param onChanged hears of each change whether there are any
 */
export function followChangedFields(content: HTMLElement, onChanged: (hasChanged: boolean) => void): ChangedFields {
  const begun = new WeakMap<Element, string>();
  const seen = new WeakMap<Element, string>();
  /** With those that are gone, as of an earlier step: they were left so. */
  const changed = new Set<Element>();
  let isGoing = false;
  const fields = (): Field[] => [...content.querySelectorAll(FIELDS)].filter(isField);

  function settle(): void {
    isGoing = false;
    const others = fields().filter((field) => seen.has(field) && seen.get(field) !== valueOf(field));
    for (const field of others) {
      seen.set(field, valueOf(field));
      if (valueOf(field) === begun.get(field)) changed.delete(field);
      else changed.add(field);
    }
    if (others.length > 0) onChanged(changed.size > 0);
  }
  function know(field: Field, value: string): void {
    seen.set(field, value);
    if (!changed.has(field)) begun.set(field, value);
  }
  return {
    begin() {
      if (isGoing) settle();
      isGoing = true;
      for (const field of fields()) know(field, valueOf(field));
    },
    settle,
    input(target) {
      if (isField(target) && !seen.has(target)) know(target, isTicked(target) ? String(!target.checked) : "");
      settle();
    },
  };
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (one: EventTarget): one is Field =>
  (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
  one.matches(FIELDS);
const isTicked = (field: Field): field is HTMLInputElement => field.type === "checkbox" || field.type === "radio";
const valueOf = (field: Field): string => (isTicked(field) ? String(field.checked) : field.value);
