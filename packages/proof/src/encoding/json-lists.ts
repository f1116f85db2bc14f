/** A list of a document that may be long: its items are read in batches, the document around them as a whole. */
export interface LongList {
  /** Names from the document down to the list; none for a document that is the list itself. */
  readonly path: readonly string[];
  /** Most items it may have. */
  readonly most: number;
}

/** Longest text of a document beside its long lists, and of one item, in UTF-16 units: a full evidence has 1.2 million. */
const MAX_TEXT_UNITS = 4_194_304;
/** Most commas and brackets in one of these: a full evidence has 20 000 values. Each is an object once it is built. */
const MAX_VALUES = 50_000;
/** Names that lead to a long list are shorter. */
const MAX_NAME_UNITS = 64;

/** Cuts the items of long lists out of canonical JSON that comes in pieces. */
export interface ListCutter {
  push(text: string): void;
  /** The document with its long lists empty; undefined when it is longer, or has more values, than any document may. */
  rest(): string | undefined;
  /** How many items each list has. */
  counts(): readonly number[];
}

/** `onItem` is told each item, or undefined for one that is longer, or has more values, than any may. */
export function createListCutter(
  lists: readonly LongList[],
  onItem?: (list: number, item: string | undefined) => void,
): ListCutter {
  const counts = lists.map(() => 0);
  const deepest = Math.max(0, ...lists.map(({ path }) => path.length));
  const rest = createCollector();
  const item = createCollector();
  /** Containers open around the place, as far down as the lists: the name that is being read in each, null in a list. */
  const names: (string | null)[] = [];
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  let isNameNext = false;
  let isInName = false;
  /** The list whose items are being read, and how many containers are open around them. */
  let list: number | undefined;
  let listDepth = 0;

  const isShallow = (): boolean => listDepth === 0 && depth <= deepest;

  /** @returns whether the items of a long list begin here. */
  function open(isList: boolean): boolean {
    if (isShallow()) {
      if (isList) {
        const found = lists.findIndex(({ path }) => path.length === depth && path.every((name, at) => name === names[at]));
        list = found < 0 ? undefined : found;
      }
      names[depth] = isList ? null : "";
    }
    depth += 1;
    isNameNext = !isList;
    if (list === undefined || listDepth > 0) return false;
    listDepth = depth;
    return true;
  }

  function endItem(of: number): void {
    if (item.isEmpty()) return;
    counts[of] = (counts[of] ?? 0) + 1;
    const text = item.take();
    onItem?.(of, text);
  }

  function push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (isQuoted) {
        if (isEscaped) isEscaped = false;
        else if (unit === 0x5c) isEscaped = true;
        else if (unit === 0x22) {
          isQuoted = false;
          isInName = false;
          continue;
        }
        if (isInName) names[depth - 1] = `${names[depth - 1]}${text.charAt(at)}`.slice(0, MAX_NAME_UNITS);
        continue;
      }
      switch (unit) {
        case 0x22:
          isQuoted = true;
          isInName = isNameNext && isShallow();
          if (isInName) names[depth - 1] = "";
          break;
        case 0x3a:
          isNameNext = false;
          break;
        case 0x5b:
        case 0x7b:
          (list === undefined ? rest : item).count();
          if (open(unit === 0x5b)) {
            rest.add(text.slice(from, at + 1));
            from = at + 1;
          }
          break;
        case 0x5d:
        case 0x7d:
          depth -= 1;
          isNameNext = false;
          if (list !== undefined && depth < listDepth) {
            item.add(text.slice(from, at));
            from = at;
            endItem(list);
            list = undefined;
            listDepth = 0;
          }
          break;
        case 0x2c:
          if (list !== undefined && depth === listDepth) {
            item.add(text.slice(from, at));
            from = at + 1;
            endItem(list);
          } else {
            (list === undefined ? rest : item).count();
            isNameNext = isShallow() && names[depth - 1] !== null;
          }
          break;
        default:
          break;
      }
    }
    (list === undefined ? rest : item).add(text.slice(from));
  }

  return { push, rest: () => rest.take(), counts: () => counts };
}

/** Text that grows, up to a limit beyond which nothing is kept of it. */
function createCollector() {
  let text = "";
  let values = 0;
  let isTooLarge = false;
  return {
    isEmpty: () => text === "" && !isTooLarge,
    count: () => {
      values += 1;
    },
    add(piece: string): void {
      if (isTooLarge) return;
      isTooLarge = text.length + piece.length > MAX_TEXT_UNITS || values > MAX_VALUES;
      text = isTooLarge ? "" : text + piece;
    },
    take(): string | undefined {
      const taken = isTooLarge ? undefined : text;
      text = "";
      values = 0;
      isTooLarge = false;
      return taken;
    },
  };
}
