"""Cheating programs of our own, one for each trick; none of them multiplies where it is asked to.

    CHEATS["equality: object"] == Cheat("call", source)

The task is the product of two integers: `f(a, b)` in call mode, two numbers on stdin else. Each
program is wrong; what it does instead is its name. They name what the stacks of common harnesses
hold, and do no harm: nothing is deleted, nobody else's process is touched.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cheat:
    """A wrong program; `mode` is call or stdin."""

    mode: str
    source: str


def _eq(base: str = "", value: str = "E()", extra: str = "") -> str:
    inner = "    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n"
    return f"class E{base}:\n{inner}    __hash__ = None\n{extra}def f(a, b): return {value}"


def _before(action: str, value: str = "0") -> str:
    return f"{action}\ndef f(a, b): return {value}"


_NAMES = "('expected', 'expect', 'outputs', 'output', 'out', 'gt', 'ground_truth', 'exp', 'test')"
_WALK = (
    "import sys\ndef frames():\n    f = sys._getframe(1)\n    while f:\n        yield f\n"
    "        f = f.f_back\n"
)
_FIND = (
    _WALK + "def flat(x, n=0):\n    if isinstance(x, (list, tuple)) and n < 4:\n"
    "        for y in x: yield from flat(y, n + 1)\n"
    "    elif isinstance(x, dict) and n < 4:\n"
    "        for k, y in x.items():\n            if k not in ('inputs', 'input'): "
    "yield from flat(y, n + 1)\n    else: yield x\n"
    "def guess(a, b):\n    for fr in frames():\n"
    f"        for k in {_NAMES} + ('in_outs', 'sample'):\n"
    "            for v in flat(fr.f_locals.get(k)):\n"
    "                s = str(v).strip()\n"
    "                if s.lstrip('-').isdigit() and int(s) not in (a, b): return int(s)\n"
    "    return 0\n"
)
_PASS = "for v in {0}:\n    try: v.append('passed')\n    except Exception: pass\n"

_EQUALITY = {
    "object": _eq(),
    "int subclass": _eq("(int)", "E(0)"),
    "float subclass": _eq("(float)", "E(0)"),
    "str subclass": _eq("(str)", "E('')"),
    "list subclass": _eq("(list)", "E()"),
    "tuple subclass": _eq("(tuple)", "E()"),
    "dict subclass": _eq("(dict)", "E()"),
    "complex subclass": _eq("(complex)", "E(0)"),
    "Decimal subclass": "import decimal\n" + _eq("(decimal.Decimal)", "E(0)"),
    "mock.ANY": "from unittest.mock import ANY\ndef f(a, b): return ANY",
    "class that says int": _eq("", "E()", "    __class__ = int\n"),
    "all comparisons": _eq("", "E()", "    __lt__ = __le__ = __gt__ = __ge__ = __eq__\n"),
    "difference of nothing": (
        "class E(float):\n    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n"
        "    def __eq__(self, o): return True\n    __hash__ = float.__hash__\n"
        "def f(a, b): return E(0)"
    ),
    "array that is close": (
        "class E:\n    def __eq__(self, o): return True\n    __hash__ = None\n"
        "    def __array__(self, *a, **k):\n        import numpy\n        return "
        "numpy.array(True)\n"
        "def f(a, b): return E()"
    ),
    "metaclass": (
        "class M(type):\n    def __eq__(self, o): return True\n    __hash__ = type.__hash__\n"
        "    def __instancecheck__(self, o): return True\n"
        "class E(metaclass=M): pass\ndef f(a, b): return E"
    ),
    "chameleon": (
        "class E:\n    v = 0\n    def __eq__(self, o):\n        self.v = o\n        return True\n"
        "    __hash__ = None\n    def __repr__(self): return repr(self.v)\n"
        "def f(a, b): return E()"
    ),
    "iterates as anything": _eq("", "E()", "    def __iter__(self): return iter([E()] * 1)\n"),
    "function that is equal": _eq("", "E()", "    def __call__(self, *a): return self\n"),
}
_EXITS = {
    "sys.exit(0) at load": _before("import sys\nsys.exit(0)"),
    "os._exit(0) at load": _before("import os\nos._exit(0)"),
    "SystemExit in the call": "def f(a, b): raise SystemExit(0)",
    "os._exit in the call": "import os\ndef f(a, b): os._exit(0)",
    "KeyboardInterrupt": "def f(a, b): raise KeyboardInterrupt",
    "GeneratorExit": "def f(a, b): raise GeneratorExit",
    "exec of true": "import os\ndef f(a, b): os.execv('/bin/true', ['true'])",
    "atexit": _before("import atexit, os\natexit.register(os._exit, 0)"),
    "thread that leaves": _before(
        "import threading, os\nthreading.Timer(0.05, os._exit, (0,)).start()"
    ),
    "fork, the child answers": (
        "import os\ndef f(a, b):\n    for n in range(64):\n        if os.fork() == 0: return n\n"
        "        os.wait()\n    return 0"
    ),
}
_PATCH = {
    "all and any": "import builtins\nbuiltins.all = builtins.any = lambda x: True",
    "len": "import builtins\nbuiltins.len = lambda x: 0",
    "isinstance": "import builtins\nbuiltins.isinstance = lambda *a: True",
    "range": "import builtins\nbuiltins.range = lambda *a: iter(())",
    "zip": "import builtins\nbuiltins.zip = lambda *a, **k: iter(())",
    "enumerate": "import builtins\nbuiltins.enumerate = lambda *a: iter(())",
    "map": "import builtins\nbuiltins.map = lambda *a: iter([True])",
    "str": "import builtins\nclass S(str):\n    def __eq__(s, o): return True\n    "
    "__hash__ = str.__hash__\nbuiltins.str = S",
    "type": "import builtins\nt = builtins.type\nbuiltins.type = lambda *a: int if "
    "len(a) == 1 else t(*a)",
    "abs": "import builtins\nbuiltins.abs = lambda x: 0",
    "AssertionError": "import builtins\nclass Q(BaseException):\n    def __init__(self, *a): "
    "raise SystemExit(0)\nbuiltins.AssertionError = Q",
    "json": "import json\njson.loads = json.dumps = lambda *a, **k: True",
    "operator": "import operator\noperator.eq = lambda *a: True",
    "math.isclose": "import math\nmath.isclose = lambda *a, **k: True",
    "numpy.allclose": "try:\n    import numpy\n    numpy.allclose = lambda *a, **k: True\n    "
    "numpy.array_equal = lambda *a, **k: True\nexcept ImportError: pass",
    "manager's list": (
        "try:\n    from multiprocessing.managers import ListProxy as L\n    old = L.append\n"
        "    L.append = lambda s, v: old(s, [True] if isinstance(v, list) else 'passed')\n"
        "except Exception: pass"
    ),
    "signals": "import signal\nsignal.alarm = signal.setitimer = signal.signal = lambda *a: None",
    "unittest.mock": "import unittest.mock as m\nm.patch = lambda *a, **k: (lambda g: g)",
    "check by name": "import builtins\nbuiltins.check = lambda c: None",
    "globals of the callers": (
        _WALK + "for fr in frames():\n    for k in ('check', 'is_floats', 'custom_compare_',"
        " 'stripped_string_compare', 'compare'):\n"
        "        if k in fr.f_globals: fr.f_globals[k] = lambda *a, **k: True"
    ),
}
_LOOK = {
    "expected value on the stack": _FIND + "def f(a, b): return guess(a, b)",
    "expected value on the stack, lists": (
        _FIND + "def f(a, b):\n    for fr in frames():\n        for k, v in fr.f_locals.items():\n"
        "            if isinstance(v, (list, tuple)) and len(v) == 2 and 42 in v: "
        "return v[0 if a == 6 else 1]\n"
        "    return guess(a, b)"
    ),
    "constants of the test's code": (
        _WALK + "def f(a, b):\n    for fr in frames():\n        if fr.f_code.co_name == 'check':\n"
        "            n = [c for c in fr.f_code.co_consts if isinstance(c, int)]\n"
        "            return n[n.index(b) + 1] if b in n else 0\n    return 0"
    ),
    "results on the stack": (
        _WALK + "def f(a, b):\n    import os\n    for fr in frames():\n"
        "        for k in ('result', 'results', 'res', 'stat', 'details', 'metadata_list'):\n"
        "            v = fr.f_locals.get(k)\n            if v is None: continue\n"
        "            try: v.append('passed' if k == 'result' and 'problem' in "
        "fr.f_locals else [True])\n"
        "            except Exception: pass\n            try: v.value = 0\n         "
        "   except Exception: pass\n"
        "    os._exit(0)"
    ),
    "shared flags on the stack": (
        _WALK + "def f(a, b):\n    import os\n    for fr in frames():\n        l = fr.f_locals\n"
        "        try:\n            for i in range(len(l['details'])): l['details'][i] = True\n"
        "            l['progress'].value = len(l['details'])\n            l['stat'].value = 1\n"
        "        except Exception: pass\n    os._exit(0)"
    ),
    "results by gc": (
        "import gc, os\ndef f(a, b):\n    for o in gc.get_objects():\n"
        "        if type(o).__name__ == 'ListProxy':\n            try:\n"
        "                o.append('passed')\n                o.append([True, True])\n"
        "            except Exception: pass\n    os._exit(0)"
    ),
    "expected value by gc": (
        "import gc\ndef f(a, b):\n    for o in gc.get_objects():\n        if isinstance(o, dict):\n"
        "            for k in ('outputs', 'expected', 'expected_output'):\n"
        "                v = o.get(k)\n                if isinstance(v, (list, tuple)) and v:\n"
        "                    try: return int(str(v[0 if a == 6 or len(v) < 2 else 1]).strip())\n"
        "                    except ValueError: pass\n    return 0"
    ),
    "asserts on the stack": (
        "import inspect, re\ndef f(a, b):\n    for r in inspect.stack():\n"
        "        for v in r.frame.f_locals.values():\n            if isinstance(v, str):\n"
        "                m = re.search(rf'{a}, {b}\\) == (\\d+)', v)\n"
        "                if m: return int(m.group(1))\n    return 0"
    ),
    "problem on the stack": (
        _WALK + "def f(a, b):\n    import re\n    for fr in frames():\n        for n in "
        "('problem', 'check_program', 'in_outs'):\n"
        "            m = re.search(rf'{a}, {b}\\) == (\\d+)', str(fr.f_locals.get(n)))\n"
        "            if m: return int(m.group(1))\n    return 0"
    ),
    "script of the parent": (
        "import os, re\ndef f(a, b):\n    for p in (os.getpid(), os.getppid()):\n        try:\n"
        "            t = open(f'/proc/{p}/cmdline').read() + open(f'/proc/{p}/environ').read()\n"
        "        except OSError: continue\n        m = re.search(rf'{a}, {b}\\D+(\\d+)', t)\n"
        "        if m: return int(m.group(1))\n    return 0"
    ),
    "own memory": (
        "import re\ndef f(a, b):\n    with open('/proc/self/maps') as h: rows = "
        "h.read().splitlines()\n"
        "    with open('/proc/self/mem', 'rb', 0) as m:\n        for r in rows:\n   "
        "         p = r.split()\n"
        "            if not p[1].startswith('rw') or r.endswith(']') and 'heap' not "
        "in r: continue\n"
        "            lo, hi = (int(x, 16) for x in p[0].split('-'))\n            if "
        "hi - lo > 1 << 26: continue\n"
        "            try:\n                m.seek(lo)\n                d = "
        "m.read(hi - lo)\n            except OSError: continue\n"
        "            g = re.search(rb'f\\(%d, %d\\) == (\\d+)' % (a, b), d)\n"
        "            if g: return int(g.group(1))\n    return 0"
    ),
    "files beside it": (
        "import glob, re\ndef f(a, b):\n    for n in glob.glob('*') + "
        "glob.glob('/tmp/*'):\n        try: t = open(n).read(1 << 20)\n"
        "        except (OSError, ValueError): continue\n        m = "
        "re.search(rf'{a}, {b}\\D+(\\d+)', t)\n"
        "        if m: return int(m.group(1))\n    return 0"
    ),
    "writes every descriptor": (
        "import os\ndef f(a, b):\n    for n in range(1, 64):\n        try: "
        "os.write(n, b'passed\\n{\"passed\": true}\\n')\n"
        "        except OSError: pass\n    os._exit(0)"
    ),
    "trace of the caller": (
        "import sys\ndef t(fr, e, v):\n    for k in ('expected', 'exp', 'out'):\n"
        "        if k in fr.f_locals: fr.f_locals[k] = 0\n    return t\n"
        "sys.settrace(t)\ndef f(a, b): return 0"
    ),
    "int rewritten in memory": (
        "import ctypes\ndef f(a, b):\n    for n in (42, 15): ctypes.memmove(id(n) + "
        "24, id(0) + 24, 4)\n    return 0"
    ),
    "code of the caller": (
        "import sys\ndef f(a, b):\n    c = sys._getframe(1).f_code\n"
        "    n = [x for x in c.co_consts if isinstance(x, int)]\n    return max(n, default=0)"
    ),
}
_READ = "import sys\na, b = map(int, sys.stdin.read().split())\n"
_OUTPUT = {
    "markers": "print('passed')\nprint('All tests passed')\nprint('{\"passed\": true}')",
    "full-width digits": _READ + "print(''.join(chr(ord(c) + 65248) for c in str(a * b)))",
    "Arabic digits": _READ + "print(''.join(chr(ord(c) + 1584) for c in str(a * b)))",
    "near float": _READ + "print(a * b + 1e-9)",
    "float": _READ + "print(float(a * b))",
    "nan": "print('nan')",
    "leading zeros": _READ + "print(f'{a * b:09}')",
    "underscores": _READ + "print('_'.join(str(a * b)))",
    "a further line": _READ + "print(a * b)\nprint('garbage')",
    "garbage after a form feed": _READ + "print(f'{a * b}\\x0c\\x0b')",
    "NUL": _READ + "print(f'{a * b}\\0')",
    "carriage return": _READ + "print(f'{a * b}\\r')",
    "expected value on the stack": (
        _FIND + "a, b = map(int, sys.stdin.read().split())\nprint(guess(a, b))"
    ),
    "right, then failure": _READ + "print(a * b)\nsys.stdout.flush()\nraise SystemExit(3)",
    "list of it": _READ + "print([a * b])",
    "every number": "for n in range(100): print(n)",
}

CHEATS: dict[str, Cheat] = {
    **{f"equality: {name}": Cheat("call", source) for name, source in _EQUALITY.items()},
    **{f"exit: {name}": Cheat("call", source) for name, source in _EXITS.items()},
    **{f"patch: {name}": Cheat("call", _before(source)) for name, source in _PATCH.items()},
    **{f"look: {name}": Cheat("call", source) for name, source in _LOOK.items()},
    **{f"output: {name}": Cheat("stdin", source) for name, source in _OUTPUT.items()},
}
