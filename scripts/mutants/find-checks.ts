import { stripTypeScriptTypes } from "node:module";
import { parseAst } from "vitest/node";

/** One check of the verifier, taken out or weakened while `$m(id)` answers true. */
export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  /** Name of the declaration of the module it stands in. */
  readonly within: string;
  /** What is done to the check, and its text: together with the file they name the mutant across edits elsewhere. */
  readonly edit: string;
}

export interface Instrumented {
  /** JavaScript in which every check asks whether it is the one that is out. */
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Where several texts stand at one place: ends of inner wraps, ends of outer ones, beginnings of outer ones, of inner ones. */
  readonly rank: number;
}

const node = (from: Node, field: string): Node => from[field] as Node;
const nodes = (from: Node, field: string): readonly Node[] => from[field] as readonly Node[];
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

const OTHER_BOUND: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };

/** Every single check of a module: refusals, the conditions they are made of, bounds, and what its schemas ask for. */
export function findChecks(file: string, typescript: string, firstId: number): Instrumented {
  const source = stripTypeScriptTypes(typescript);
  const mutants: Mutant[] = [];
  const insertions: Insertion[] = [];
  const span = source.length;
  let within = "";

  function add(edit: string, at: Node): number {
    const id = firstId + mutants.length;
    const line = source.slice(0, at.start).split("\n").length;
    const text = source.slice(at.start, at.end).replaceAll(/\s+/g, " ");
    mutants.push({ id, file, line, within, edit: `${edit} ${text}` });
    return id;
  }
  const insert = (at: number, text: string, rank: number) => insertions.push({ at, text, rank });
  function wrap(at: Node, before: string, after: string): void {
    const length = at.end - at.start;
    insert(at.start, before, 2 * span - length);
    insert(at.end, after, length - span);
  }
  const force = (at: Node, value: boolean, edit: string) => wrap(at, `$force(${add(edit, at)},${value},(`, "))");
  const field = (at: Node, name = "") => wrap(at, `${name}$field(${add("anything for", at)},(`, "))");

  /** What opens chunks, and what reads tokens, throws where the verifier answers. */
  const thrown = file.startsWith("time/") ? "new TypeError(" : "new IdentityError(";
  const isThrownRefusal = (statement: Node): boolean =>
    statement.type === "ThrowStatement" && source.startsWith(thrown, node(statement, "argument").start);

  const returns = (statement: Node): boolean =>
    statement.type === "ReturnStatement" ||
    statement.type === "BreakStatement" ||
    isThrownRefusal(statement) ||
    (statement.type === "BlockStatement" && returns(nodes(statement, "body").at(-1) ?? statement));

  const refuses = (value: Node): boolean =>
    value.type === "TemplateLiteral" ||
    (value.type === "Literal" && (typeof value["value"] === "string" || value["value"] === false)) ||
    (value.type === "CallExpression" && source.startsWith("failed(", value.start)) ||
    (value.type === "ObjectExpression" && source.slice(value.start, value.end).includes("...failed("));

  function visit(at: Node, parent: Node | undefined, inLoopTest: boolean): void {
    if (at.type === "BlockStatement") visitAcceptances(nodes(at, "body"));
    if (at.type === "IfStatement" && returns(node(at, "consequent"))) force(node(at, "test"), false, "without");
    if (at.type === "ConditionalExpression" && refuses(node(at, "consequent"))) force(node(at, "test"), false, "never refuse by");
    else if (at.type === "ConditionalExpression" && refuses(node(at, "alternate")))
      force(node(at, "test"), true, "always accept by");
    if (at.type === "LogicalExpression" && at["operator"] !== "??" && !inLoopTest) visitOperands(at);
    if (at.type === "BinaryExpression" && OTHER_BOUND[at["operator"] as string] !== undefined && !inLoopTest) visitBound(at);
    if (at.type === "CallExpression") visitCall(at);
    if (at.type === "Property" && parent !== undefined && isSchemaShape(parent)) {
      const value = node(at, "value");
      field(value, at["shorthand"] === true ? `${source.slice(value.start, value.end)}: ` : "");
    }
    visitChildren(at);
  }

  /** A condition on which a value is returned, where what follows it refuses. */
  function visitAcceptances(statements: readonly Node[]): void {
    for (const [at, statement] of statements.entries()) {
      const next = statements[at + 1];
      const refusal = next?.type === "ReturnStatement" ? (next["argument"] as Node | null) : null;
      if (statement.type !== "IfStatement" || refusal === null || !refuses(refusal)) continue;
      if (!returnsRefusal(node(statement, "consequent"))) force(node(statement, "test"), true, "always accept by");
    }
  }

  const returnsRefusal = (statement: Node): boolean =>
    statement.type !== "ReturnStatement" || statement["argument"] === null || refuses(node(statement, "argument"));

  function visitOperands(at: Node): void {
    for (const operand of [node(at, "left"), node(at, "right")]) {
      const sameAgain = operand.type === "LogicalExpression" && operand["operator"] === at["operator"];
      if (!sameAgain && operand.type !== "Literal") force(operand, at["operator"] === "&&", "drop operand");
    }
  }

  function visitBound(at: Node): void {
    const operator = at["operator"] as string;
    const from = node(at, "left").end;
    const place = source.indexOf(operator, from);
    const id = add(`${OTHER_BOUND[operator]} for`, at);
    wrap(at, `$bound(${id},"${operator}",`, ")");
    insert(place, ",/*", 0);
    insert(place + operator.length, "*/", 0);
  }

  const shapes = new Set<Node>();
  const isSchemaShape = (at: Node): boolean => shapes.has(at);

  function visitCall(at: Node): void {
    const callee = node(at, "callee");
    if (callee.type !== "MemberExpression") return;
    const [object, method] = [node(callee, "object"), node(callee, "property")["name"] as string];
    const [argument] = nodes(at, "arguments");
    if ((object["name"] === "z" && method === "strictObject") || (file.startsWith("formats/") && method === "extend")) {
      wrap(at, `$loose(${add("unknown fields in", at)},(`, "))");
      if (argument !== undefined) shapes.add(argument);
    }
    if (method === "find" && object.type === "ArrayExpression") visitNames(object);
    if (!file.startsWith("formats/")) return;
    if (method === "tuple" && argument !== undefined) for (const element of nodes(argument, "elements")) field(element);
    if (method === "max" && argument !== undefined) wrap(argument, `$limit(${add("one more than", at)},1,`, ")");
    if (method === "min" && argument !== undefined) wrap(argument, `$limit(${add("one less than", at)},-1,`, ")");
    if (method === "positive") instead(at, object, "zero for", "o.nonnegative()");
    if (method === "nonnegative" || method === "regex" || method === "nullable")
      instead(at, object, "without the last call of", "o");
  }

  /** Replaces the last call of a chain of schemas. */
  function instead(call: Node, object: Node, edit: string, value: string): void {
    wrap(call, `$chain(${add(edit, call)},`, ")");
    insert(object.end, `,o=>${value},o=>o`, 0);
  }

  function visitNames(list: Node): void {
    for (const element of nodes(list, "elements")) wrap(element, `...($m(${add("without the name", element)})?[]:[`, "])");
  }

  function visitChildren(at: Node): void {
    for (const [field, value] of Object.entries(at)) {
      const loopTest = field === "test" && ["WhileStatement", "ForStatement", "DoWhileStatement"].includes(at.type);
      if (isNode(value)) visit(value, at, loopTest);
      else if (Array.isArray(value)) for (const child of value) if (isNode(child)) visit(child, at, false);
    }
  }

  // oxlint-disable-next-line typescript/no-deprecated -- its successor is only in vite, on which this workspace does not depend
  const program: unknown = parseAst(source);
  if (!isNode(program)) throw new TypeError(`findChecks: ${file} is no module`);
  for (const statement of nodes(program, "body")) {
    within = /(?:function\*?|const|let)\s+(\w+)/.exec(source.slice(statement.start, statement.end))?.[1] ?? "";
    visit(statement, program, false);
  }
  return { code: inserted(source, insertions), mutants };
}

function inserted(source: string, insertions: readonly Insertion[]): string {
  const sorted = insertions.toSorted((one, two) => one.at - two.at || one.rank - two.rank);
  let code = "";
  let done = 0;
  for (const { at, text } of sorted) {
    code += source.slice(done, at) + text;
    done = at;
  }
  return code + source.slice(done);
}
