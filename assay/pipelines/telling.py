"""Inputs that tell more than a task's tests do: ways not gone, misreadings not noticed.

    telling_inputs(answer, sandbox)  ->  [([3, 3, 1],), ([0, -1],)]

What an input tells: how the reference's conditions, comparisons and loops come out on it and how
often (in powers of two, as fuzzers count: https://lcamtuf.coredump.cx/afl/technical_details.txt),
a result that is one of few, and the misreadings that would give another result: one value on the
way without its repeats, sorted, turned round, without an end, without its sign (each run only where
it changes a value at all). What the tests tell is known; of the further inputs those are chosen,
one after the other, that tell most of the rest: a greedy set cover. The same for the same task
everywhere, as all is counted and nothing timed.

The reference is our own program, rewritten by instrumented.py, and runs in the sandbox. Other
languages than Python have no telling inputs.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from assay.checkers.program_batch import DRIVER, lines_of
from assay.checkers.program_inputs import Args
from assay.checkers.program_tests import property_tests
from assay.core.records import Answer
from assay.pipelines.instrumented import instrumented
from assay.pipelines.killing import further_tests
from assay.sandbox import Sandbox
from assay.sandbox.values import NotJson, read

MOST_CHOSEN = 16
FEW_RESULTS = 40
RESULT = "result "
CPU_SECONDS = 60.0
WATCH = """
import operator

MOST_RUNS, MOST_CALLS, ENOUGH = 60_000, 20_000, 4
COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
            "==": operator.eq, "!=": operator.ne}
WAYS, CHANGES, MISREAD, CALLS, SEEN = {}, {}, [None, None], [0], {}

class TooLong(Exception):
    pass

def counted():
    CALLS[0] += 1
    if CALLS[0] > MOST_CALLS:
        raise TooLong

def noted(place, what):
    WAYS[place, what] = WAYS.get((place, what), 0) + 1
    counted()

def met(place, value):
    noted(place, "true" if value else "false")
    return value

def compared(place, left, sign, right):
    value = COMPARED[sign](left, right)
    if type(left) is int and type(right) is int:
        apart = left - right
        noted(place, str(apart) if -1 <= apart <= 1 else "<" if apart < 0 else ">")
    else:
        noted(place, "true" if value else "false")
    return value

def rounds(place, items):
    count = 0
    try:
        for item in items:
            count += 1
            yield item
    finally:
        WAYS[place, "rounds " + str(count.bit_length())] = 1

def least(place, one, other):
    compared(place, one, "<", other)
    return min(one, other)

def most(place, one, other):
    compared(place, one, "<", other)
    return max(one, other)

def like(items, kept):
    return "".join(kept) if type(items) is str else type(items)(kept)

def once(items):
    return like(items, [item for at, item in enumerate(items) if item not in items[:at]])

def runs(items):
    return like(items, [x for at, x in enumerate(items) if at == 0 or x != items[at - 1]])

LISTS = {
    "once": once,
    "runs": runs,
    "sorted": lambda items: like(items, sorted(items)),
    "reversed": lambda items: items[::-1],
    "no first": lambda items: items[1:],
    "no last": lambda items: items[:-1],
}
NUMBERS = {"sign": abs, "negative": lambda n: -n, "not below 0": lambda n: max(0, n)}

CHANGED = {str: LISTS, list: LISTS, tuple: LISTS, int: NUMBERS}

def value(place, given):
    kind = type(given)
    if kind is int:
        noted(place, "0" if given == 0 else "<" if given < 0 else ">")
    elif kind in CHANGED:
        noted(place, "length " + str(len(given).bit_length()))
    for name in CHANGED.get(kind, ()):
        change = place, name
        if change not in CHANGES and SEEN.get(change, 0) < ENOUGH and changed(name, given) != given:
            CHANGES[change] = None
    return given

def changed(name, given):
    try:
        return CHANGED[type(given)][name](given)
    except TypeError:
        return given

def misread(place, given):
    counted()
    if place == MISREAD[0] and MISREAD[1] in CHANGED.get(type(given), ()):
        return changed(MISREAD[1], given)
    return given

def still(place, test):
    counted()
    return test

def copy(given):
    return json.loads(json.dumps(given))

def ran(code, entry, given):
    CALLS[0] = 0
    return json.dumps(one(code, entry, given))

def told(source, entry, inputs, bare, tests):
    out, spent = sys.stdout, 0
    code, short = (compile(text, "main.py", "exec", dont_inherit=True) for text in (source, bare))
    for at, given in enumerate(inputs):
        WAYS.clear()
        CHANGES.clear()
        result = ran(code, entry, copy(given))
        ways = [f"{place} {what} {n.bit_length()}" for (place, what), n in WAYS.items()]
        for change in CHANGES:
            if spent >= MOST_RUNS:
                break
            spent += 1
            MISREAD[:] = change
            if ran(short, entry, copy(given)) != result:
                ways.append("{} {}".format(*change))
                SEEN[change] = ENOUGH if at < tests else SEEN.get(change, 0) + 1
        out.write(json.dumps(sorted(ways) + ["result " + result[:400]]) + "\\n")
        out.flush()

builtins.assay_met, builtins.assay_compared, builtins.assay_rounds = met, compared, rounds
builtins.assay_min, builtins.assay_max, builtins.assay_value = least, most, value
builtins.assay_misread, builtins.assay_still = misread, still
"""
Told = list[set[str]]


def telling_inputs(answer: Answer, sandbox: Sandbox) -> list[Args]:
    """At most MOST_CHOSEN of the further inputs, those that tell most first; Python only."""
    if answer.spec["lang"] != "python":
        return []
    tests = property_tests(answer, sandbox)
    light = len(tests.args) - tests.heavy
    further = further_tests(answer, sandbox).args
    told = told_by(answer, [*tests.args[:light], *further], light, sandbox)
    known: set[str] = set().union(*told[:light])
    chosen = cover([one - known for one in told[light:]], MOST_CHOSEN)
    return [further[at] for at in chosen]


def told_by(answer: Answer, args: Sequence[Args], tests: int, sandbox: Sandbox) -> Told:
    """What each input tells, the first `tests` being those that the task has already."""
    spec = answer.spec
    patient = {**spec, "limits": {**spec.get("limits", {}), "cpu_s": CPU_SECONDS}}
    source, bare = instrumented(spec["reference_source"])
    lines = lines_of(patient, DRIVER + WATCH, "told", source, args, sandbox, bare, tests) or []
    told = [_read(line) for line in lines[: len(args)]]
    results = {name for one in told for name in one if name.startswith(RESULT)}
    common = results if len(results) > FEW_RESULTS else set()
    return [one - common for one in told] + [set() for _ in args[len(told) :]]


def _read(line: bytes) -> set[str]:
    try:
        return set(map(str, read(line)))
    except (NotJson, TypeError):
        return set()


def cover(told: Sequence[set[str]], most: int) -> list[int]:
    """Greedy set cover: the places of at most `most` sets, each with most that is new."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, names in enumerate(told):
        for name in names:
            holders[name].append(at)
    gain = Counter({at: len(names) for at, names in enumerate(told) if names})
    chosen: list[int] = []
    while gain and len(chosen) < most:
        best = max(gain, key=lambda at: (gain[at], -at))
        if gain[best] <= 0:
            break
        chosen.append(best)
        for name in told[best]:
            for at in holders.pop(name, ()):
                gain[at] -= 1
    return chosen
