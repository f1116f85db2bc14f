"""Takes every check of docs/formats/second_verifier.py out, one at a time, and prints as JSON how many there are and those that
no published vector notices; checks that are known to make no difference are left out. Arguments: the verifier, the folder of the vectors.

The source is changed once: each check asks at run time whether it is the one that is out, and a first run with all
checks notes at each vector which of them would have answered otherwise without it: only these vectors are tried, the
quickest first, until one notices. Signatures, which take most of the time, are kept between runs.
"""
import ast, copy, json, os, signal, sys, time

PATH = ("every step of a path that leads to this tree's root is a node of this tree, so it starts at no other head of that size; "
        "and none leads from a larger size")

# Checks that make no difference, and why; by the beginning of what is done to them, within a function.
EQUIVALENT = {
    ("MANIFEST_1", "one more than 1000000"): "so many entries do not fit into the 134 217 728 bytes of a manifest",
    ("MANIFEST_2", "one more than 1000000"): "so many entries do not fit into the 134 217 728 bytes of a manifest",
    ("transaction_form", "anything for one_of(kind)"): "the line before has looked at it",
    ("ed25519_holds", "int.from_bytes(raw[32:], 'little') > L"): "openssl refuses such an S too",
    ("ed25519_holds", "drop operand int.from_bytes(raw[32:], 'little') >= L"): "openssl refuses such an S too",
    ("ed25519_holds", "int.from_bytes(public, 'little') & 2 ** 255 - 1 > P"): "y of exactly P is 0, which is of small order",
    ("ed25519_holds", "drop operand int.from_bytes(public, 'little')"): "nobody can sign for one of these nineteen keys",
    ("tron_signer", "0 <= r < SECP_N"): "no point of the curve has an x of 0",
    ("parse_container", "len(data) > 104"): "a header without a tag is refused for its length",
    ("Archive", "other <= chunk"): "the chunk with this very index is the part that belongs here",
    ("MANIFEST_2", "anything for one_of(2)"): "the form was chosen by this very value",
    ("POLICY_2", "anything for one_of(2)"): "the form was chosen by this very value",
    ("AUDIT_START", "anything for GENESIS"): "opening the network looks at it again, in the same words",
    ("NETWORK_PROOF", "anything for GENESIS_V2"): "opening the network looks at it again, in the same words",
    ("is_before", "after['height'] <= height"):
        "the evidence shows the block at its own height, and nobody can name its hash in what it commits to",
    ("check_anchor", "without transaction['type'] in"): "what a checkpoint says is never what an anchor of the manifest says, which is compared next",
    ("check_anchor", "without head['size'] <= len(leaves)"): PATH,
    ("check_anchor", "drop operand head['size'] <= len(leaves)"): PATH,
    ("check_anchor", "drop operand root_of(leaves[:head['size']])"): PATH,
    ("read_movie", "count < 2 ** 24"): "no published vector has so many samples",
    ("read_movie", "len(content.data) <= 4 * count"): "no published vector has so many samples",
    ("read_movie", "drop operand name != 'stsz'"): "no published vector has so many rows",
    ("read_movie", "drop operand len(content.data) < 4 * count"): "no published vector says so many samples without having them",
    ("read_movie", "without name != 'stsz'"): "no published vector has so many samples",
    ("read_runs", "without sum(sizes[number:number + count]) <= end - at"): "the place behind the last sample is compared in the end",
    ("read_runs", "durations[run] >= 0"): "what is left of a run is then never 0 in the end",
    ("read_runs", "drop operand durations[run] > 0"): "what is left of a run is then never 0 in the end",
    ("is_video", "always"): "no vector has a file that is neither",
    ("find_proof", "drop operand not large"): "in a large box the identifier stands where the size is, and is longer than any file",
    ("verify_video", "drop operand len(proof) >= 32"): "a shorter box has no version 1",
    ("main", ""): "arguments of the command",
}

# Seconds of processor time by which a vector may take longer; with a check out, the walk up a tree may never end.
LONGER_S = 2


def too_long(_signal, _frame):
    raise TimeoutError


signal.signal(signal.SIGVTALRM, too_long)


class Checks(ast.NodeTransformer):
    """Wraps every check of the verifier in a question whether it is out."""

    def __init__(self):
        self.found, self.within = [], ""

    def number(self, node, edit, text):
        found = {"id": len(self.found), "line": node.lineno, "within": self.within, "edit": f"{edit} {text}"}
        self.found.append(found)
        return ast.copy_location(ast.Constant(found["id"]), node)

    def add(self, node, edit):
        return self.number(node, edit, ast.unparse(node))

    def constant(self, node, edit, value, text=None):
        """`value` where the check is out, else the node itself."""
        number = self.number(node, edit, text or ast.unparse(node))
        return ast.copy_location(ast.Call(ast.Name("_forced", ast.Load()), [number, ast.Constant(value), node], []), node)

    def other(self, node, edit, value, text):
        """The expression `value` where the check is out, else the node itself."""
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        number = self.number(node, edit, text)
        return ast.copy_location(ast.Call(ast.Name("_other", ast.Load()), [number, node, ast.Lambda(nothing, value)], []), node)

    def top(self, node):
        self.within = getattr(node, "name", None) or (node.targets[0].id if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) else "")
        return self.visit(node)

    def operands(self, node):
        for boolean in [inner for inner in ast.walk(node) if isinstance(inner, ast.BoolOp) and not hasattr(inner, "seen")]:
            boolean.seen = True
            neutral = isinstance(boolean.op, ast.And)
            boolean.values = [self.constant(value, "drop operand", neutral) if isinstance(value, (ast.Compare, ast.Call, ast.UnaryOp, ast.BoolOp, ast.Name)) else value
                              for value in boolean.values]

    def bounds(self, node):
        other = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
        for compare in [inner for inner in ast.walk(node) if isinstance(inner, ast.Compare) and not hasattr(inner, "seen")]:
            compare.seen = True
            for at, operator in enumerate(compare.ops):
                if type(operator) in other:
                    yield compare, at, other[type(operator)]()

    def condition(self, node, passing, edit):
        """A whole condition of a refusal: its operands, its bounds, and all of it."""
        swaps = [(ast.Compare(compare.left, compare.ops[:at] + [swap] + compare.ops[at + 1:], compare.comparators), compare)
                 for compare, at, swap in self.bounds(node)]
        text = ast.unparse(node)
        changes = []
        for swapped, compare in swaps:
            changed = ast.parse(text, mode="eval").body
            plain, wanted = ast.unparse(compare), ast.unparse(swapped)
            changes.append((f"{wanted} instead of {plain} in", Replace(plain, ast.parse(wanted, mode="eval").body).visit(changed)))
        self.operands(node)
        for named, changed in changes:
            node = self.other(node, named, changed, text)
        return self.constant(node, edit, passing, text)

    def visit_Call(self, node):
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("need", "need_of") and self.within not in ("need", "need_of"):
            node.args[0] = self.condition(node.args[0], True, "without")
        if name == "record" or (name == "dict" and self.within.endswith("_FIELDS")):
            for field in node.keywords:
                if field.arg is not None:
                    field.value = self.form(field.value)
        return self.bounded(node, name) if name in ("array", "integer", "string") else node

    def bounded(self, node, name):
        """A form with limits: made twice for each, once as it is and once with the limit one further out."""
        first = 1 if name == "array" else 0
        plain, whole = copy.deepcopy(node), node
        for at, limit in enumerate(plain.args):
            low = name != "string" and at == first
            if at < first or not isinstance(limit, ast.Constant) or (name == "array" and low and limit.value == 0):
                continue
            further = copy.deepcopy(plain)
            further.args[at] = ast.copy_location(ast.Constant(limit.value + (-1 if low else 1)), node)
            number = self.number(node, "one less than" if low else "one more than", f"{limit.value} in {ast.unparse(plain)}")
            whole = ast.copy_location(ast.Call(ast.Name("_further_if_out", ast.Load()), [number, whole, further], []), node)
        return whole

    def form(self, value):
        number = self.add(value, "anything for")
        return ast.copy_location(ast.Call(ast.Name("_unless_out", ast.Load()), [number, value], []), value)

    def visit_If(self, node):
        self.generic_visit(node)
        last = node.body[-1]
        gives_up = isinstance(last, ast.Return) and (last.value is None or isinstance(last.value, ast.Constant) and last.value.value in (False, None))
        if gives_up or isinstance(last, ast.Raise):
            node.test = self.condition(node.test, False, "without")
        return node

    def visit_Return(self, node):
        self.generic_visit(node)
        if is_condition(node.value) or (self.within.endswith("_holds") and isinstance(node.value, ast.Subscript)):
            node.value = self.condition(node.value, True, "always")
        return node

    def visit_Lambda(self, node):
        self.generic_visit(node)
        if is_condition(node.body):
            node.body = self.condition(node.body, True, "always")
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        if is_condition(node.value):
            node.value = self.condition(node.value, True, "always")
        return node


def is_condition(node):
    """Whether an expression is true or false: `a or b` of two values is none."""
    if isinstance(node, ast.BoolOp):
        return any(map(is_condition, node.values))
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


class Replace(ast.NodeTransformer):
    def __init__(self, text, value):
        self.text, self.value = text, value

    def visit_Compare(self, node):
        return self.value if ast.unparse(node) == self.text else self.generic_visit(node)


infected, out, kept, keeping = set(), None, {}, False


def forced(number, value, original):
    """A condition, or what it is worth without its check."""
    if bool(original) != value:
        infected.add(number)
    return value if number == out else original


def differs(original, changed):
    """Whether the condition in its place says something else; one that fails, as behind the end of a list, does."""
    try:
        return bool(original) != bool(changed())
    except Exception:
        return True


def other(number, original, changed):
    """A condition, or the one that stands in its place without its check."""
    if out is None and number not in infected and differs(original, changed):
        infected.add(number)
    return changed() if number == out else original


def instead(number, form, looser):
    """A form, or a looser one without its check."""
    def check(value, path=()):
        if number == out:
            return looser(value, path)
        try:
            return form(value, path)
        except Exception:
            infected.add(number)
            raise
    return check


def load(path):
    """The verifier with its checks wrapped, as the names it defines."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    checks = Checks()
    tree.body = [checks.top(node) for node in tree.body]
    names = {"__name__": "second_verifier", "__file__": path, "_forced": forced, "_other": other, "_further_if_out": instead}
    names["_unless_out"] = lambda number, form: instead(number, form, lambda _value, _path=(): None)
    exec(compile(ast.fix_missing_locations(tree), path, "exec"), names)
    return names, checks.found


def keep(names, name):
    """Answers of a function that no check elsewhere changes."""
    ask = names[name]
    def answer(*values):
        if not keeping:
            return ask(*values)
        key = (name, *map(repr, values))
        if key not in kept:
            kept[key] = ask(*values)
        return kept[key]
    names[name] = answer


def agrees(got, expect):
    if "code" in expect or "code" in got:
        return got.get("code") == expect.get("code") and got.get("chunk") == expect.get("chunk")
    return all(got[name] == expect[name] for name in expect if name in got)


def main(path, folder):
    global out, infected, keeping
    names, found = load(path)
    # Their own checks are asked at each vector, and another one may be out.
    remembering = [names["small_order"], names["tron_signer"]]
    keep(names, "tron_signer")
    keep(names, "ed25519_holds")
    keep(names, "key_holds")
    cases = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            vectors = json.load(file)
        cases += [(vectors["topic"], vector, vectors.get("shared", {})) for vector in vectors["vectors"]
                  if vectors["topic"] not in ("chunk-open", "key-envelope")]

    def holds(case, seconds=0):
        topic, vector, shared = case
        for function in remembering:
            function.cache_clear()
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        given = copy.deepcopy(vector) if "repeat" in vector["input"] else vector
        try:
            return agrees(names["answer"](lambda: names["run_vector"](topic, given, shared)), vector["expect"])
        except Exception:
            return False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    measured = []
    for case in cases:
        infected, started = set(), time.process_time()
        if not holds(case):
            raise SystemExit(f"with all checks in place: {case[0]}: {case[1]['name']}")
        measured.append((time.process_time() - started, infected, case))
    measured.sort(key=lambda one: one[0])
    known = lambda mutant: [key for key in EQUIVALENT if key[0] == mutant["within"] and mutant["edit"].startswith(key[1])]
    tried, unnoticed = [mutant for mutant in found if not known(mutant)], []
    for mutant in tried:
        if mutant["within"] == "ed25519_holds":
            names["known"].clear()
        out, keeping = mutant["id"], mutant["within"] not in ("tron_signer", "ed25519_holds", "small_order", "canonical", "number_text", "string_text", "key_holds", "rsa_bits")
        if all(holds(case, 2 * cost + LONGER_S) for cost, infects, case in measured if out in infects):
            unnoticed.append(mutant)
    stale = [" in ".join(reversed(key)) for key in EQUIVALENT if not any(key in known(mutant) for mutant in found)]
    print(json.dumps({"tried": len(tried), "unnoticed": unnoticed, "stale": stale}))


if __name__ == "__main__":
    main(*sys.argv[1:])
