import type { FailureCode } from "../failures.ts";

/** No format nests deeper than 9; the rest is room for policy documents. */
const MAX_DEPTH = 32;
/** The longest number ECMAScript prints has 25 characters. */
const MAX_NUMBER_UNITS = 32;
/** Names are compared with those before them, so they are kept: no document with names of this length has a form. */
const MAX_NAME_UNITS = 1_048_576;

/** Looks at a text that should be canonical JSON, piece by piece, and builds nothing. Pieces may end anywhere between characters. */
export interface JsonScanner {
  push(text: string): void;
  /** What is wrong with the whole text. The order is that of the checks of the format, wherever the faults stand. */
  end(): Extract<FailureCode, "json-too-deep" | "json-invalid" | "json-not-canonical"> | undefined;
}

export function createJsonScanner(): JsonScanner {
  const nesting = createNestingCounter();
  const grammar = createGrammarCheck();
  return {
    push(text) {
      nesting.push(text);
      if (nesting.deepest() <= MAX_DEPTH) grammar.push(text);
    },
    end() {
      if (nesting.deepest() > MAX_DEPTH) return "json-too-deep";
      return grammar.end();
    },
  };
}

/** Deepest nesting of `{` and `[` outside strings, whether or not the text is JSON. */
function createNestingCounter() {
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  let isEscaped = false;
  return {
    deepest: () => deepest,
    push(text: string): void {
      if (deepest > MAX_DEPTH) return;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        if (isEscaped) isEscaped = false;
        else if (isQuoted) {
          if (unit === 0x5c) isEscaped = true;
          else if (unit === 0x22) isQuoted = false;
        } else if (unit === 0x22) isQuoted = true;
        else if (unit === 0x7b || unit === 0x5b) {
          depth += 1;
          if (depth > deepest) deepest = depth;
        } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
      }
    },
  };
}

type State =
  | "value"
  | "value-or-close"
  | "name"
  | "name-or-close"
  | "colon"
  | "next"
  | "done"
  | "string"
  | "escape"
  | "hex"
  | "number"
  | "word";

/** States of a number by the grammar of RFC 8259; a digit 1-9, zero, and so on lead from one to the next. */
type NumberState = "minus" | "zero" | "whole" | "point" | "fraction" | "exponent" | "exponent-sign" | "exponent-digits";
const WHOLE_NUMBERS: ReadonlySet<NumberState> = new Set(["zero", "whole", "fraction", "exponent-digits"]);

const SHORT_ESCAPES = '"\\bfnrt';
/** Control characters that have a short escape, so that `\u00xx` is another spelling of them. */
const HAS_SHORT_ESCAPE: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** RFC 8259, and whether it is written in the form of RFC 8785. */
function createGrammarCheck() {
  let state: State = "value";
  let isInvalid = false;
  let isCanonical = true;
  /** One item for each open container: the last name of an object, undefined before the first; null for a list. */
  const open: (string | undefined | null)[] = [];
  let isName = false;
  let name = "";
  let hex = "";
  /** An escaped high surrogate waits for its other half. */
  let isHalf = false;
  let number: NumberState = "minus";
  let digits = "";
  let word = "";
  let wordAt = 0;

  const closed = (): State => (open.length === 0 ? "done" : "next");

  /** @returns where to go on. */
  function insideString(text: string, from: number): number {
    let at = from;
    if (isHalf && text.charCodeAt(at) !== 0x5c) return invalid(text);
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === 0x22 || unit === 0x5c) break;
      if (unit < 0x20) return invalid(text);
    }
    if (isName) name = name.length > MAX_NAME_UNITS ? name : name + text.slice(from, at);
    if (at === text.length) return at;
    if (text.charCodeAt(at) === 0x22) endString();
    else state = "escape";
    return at + 1;
  }

  function invalid(text: string): number {
    isInvalid = true;
    return text.length;
  }

  function endString(): void {
    if (!isName) {
      state = closed();
      return;
    }
    state = "colon";
    const before = open.at(-1);
    if (name.length > MAX_NAME_UNITS) isCanonical = false;
    if (!isCanonical) return;
    const decoded = name.includes("\\") ? (JSON.parse(`"${name}"`) as string) : name;
    if (typeof before === "string" && before >= decoded) isCanonical = false;
    open[open.length - 1] = decoded;
  }

  function escape(letter: string): void {
    if (letter === "u") {
      hex = "";
      state = "hex";
      return;
    }
    if (isHalf || !(SHORT_ESCAPES.includes(letter) || letter === "/")) {
      isInvalid = true;
      return;
    }
    if (letter === "/") isCanonical = false;
    if (isName) name += `\\${letter}`;
    state = "string";
  }

  function hexDigit(letter: string): void {
    if (!/^[0-9a-fA-F]$/.test(letter)) {
      isInvalid = true;
      return;
    }
    hex += letter;
    if (hex.length < 4) return;
    const unit = Number.parseInt(hex, 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (isHalf !== isLow) {
      isInvalid = true;
      return;
    }
    isHalf = unit >= 0xd800 && unit <= 0xdbff;
    if (unit >= 0x20 || HAS_SHORT_ESCAPE.has(unit) || hex !== hex.toLowerCase()) isCanonical = false;
    if (isName) name += `\\u${hex}`;
    state = "string";
  }

  /** @returns whether the character belongs to the number. */
  function numberTakes(unit: number): boolean {
    const next = nextOfNumber(number, unit);
    if (next === undefined) return false;
    number = next;
    if (digits.length <= MAX_NUMBER_UNITS) digits += String.fromCharCode(unit);
    return true;
  }

  function endNumber(): void {
    if (!WHOLE_NUMBERS.has(number)) isInvalid = true;
    if (digits.length > MAX_NUMBER_UNITS || String(Number(digits)) !== digits) isCanonical = false;
    state = closed();
  }

  function beginValue(unit: number): void {
    if (unit === 0x22) {
      isName = false;
      state = "string";
    } else if (unit === 0x7b) {
      open.push(undefined);
      state = "name-or-close";
    } else if (unit === 0x5b) {
      open.push(null);
      state = "value-or-close";
    } else if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) {
      state = "number";
      number = unit === 0x2d ? "minus" : unit === 0x30 ? "zero" : "whole";
      digits = String.fromCharCode(unit);
    } else if (unit === 0x74 || unit === 0x66 || unit === 0x6e) {
      state = "word";
      word = unit === 0x74 ? "true" : unit === 0x66 ? "false" : "null";
      wordAt = 1;
    } else isInvalid = true;
  }

  function beginName(): void {
    isName = true;
    name = "";
    state = "string";
  }

  function close(): void {
    open.pop();
    state = closed();
  }

  function between(unit: number): void {
    const inObject = open.at(-1) !== null;
    if (unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d) isCanonical = false;
    else if (state === "value") beginValue(unit);
    else if (state === "value-or-close" && unit === 0x5d) close();
    else if (state === "value-or-close") beginValue(unit);
    else if ((state === "name" || state === "name-or-close") && unit === 0x22) beginName();
    else if (state === "name-or-close" && unit === 0x7d) close();
    else if (state === "colon" && unit === 0x3a) state = "value";
    else if (state === "next" && unit === 0x2c) state = inObject ? "name" : "value";
    else if (state === "next" && unit === (inObject ? 0x7d : 0x5d)) close();
    else isInvalid = true;
  }

  function step(text: string, at: number): number {
    switch (state) {
      case "string":
        return insideString(text, at);
      case "escape":
        escape(text.charAt(at));
        return at + 1;
      case "hex":
        hexDigit(text.charAt(at));
        return at + 1;
      case "number":
        if (numberTakes(text.charCodeAt(at))) return at + 1;
        endNumber();
        return at;
      case "word":
        if (text.charCodeAt(at) !== word.charCodeAt(wordAt)) isInvalid = true;
        wordAt += 1;
        if (wordAt === word.length) state = closed();
        return at + 1;
      default:
        between(text.charCodeAt(at));
        return at + 1;
    }
  }

  return {
    push(text: string): void {
      for (let at = 0; at < text.length && !isInvalid; ) at = step(text, at);
    },
    end(): "json-invalid" | "json-not-canonical" | undefined {
      if (state === "number") endNumber();
      if (isInvalid || state !== "done") return "json-invalid";
      return isCanonical ? undefined : "json-not-canonical";
    },
  };
}

function nextOfNumber(state: NumberState, unit: number): NumberState | undefined {
  const isDigit = unit >= 0x30 && unit <= 0x39;
  const isExponent = unit === 0x45 || unit === 0x65;
  switch (state) {
    case "minus":
      return isDigit ? (unit === 0x30 ? "zero" : "whole") : undefined;
    case "zero":
    case "whole":
      if (isDigit) return state === "whole" ? "whole" : undefined;
      return unit === 0x2e ? "point" : isExponent ? "exponent" : undefined;
    case "point":
      return isDigit ? "fraction" : undefined;
    case "fraction":
      return isDigit ? "fraction" : isExponent ? "exponent" : undefined;
    case "exponent":
      return isDigit ? "exponent-digits" : unit === 0x2b || unit === 0x2d ? "exponent-sign" : undefined;
    case "exponent-sign":
    case "exponent-digits":
      return isDigit ? "exponent-digits" : undefined;
  }
}
