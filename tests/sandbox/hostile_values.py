"""Cheats on the verdict: values that only look right, patched libraries, forged reports, outputs.

    CHEATS["value: int subclass that holds the answer"] == Hostile(source, ("WA",), ...)

The shapes are those of `hostile`: asked for 42, or for f(6, 7). A program of a hostile *type* may
even hold the right number; it is wrong all the same, since its type is not the one asked for.
"""

from hostile_kinds import Hostile, called, script

_HOLDS = "def f(a, b): return {0}"


def _made(header: str, value: str, *verdicts: str) -> Hostile:
    return called(f"{header}\ndef f(a, b): return {value}", *verdicts)


_VALUES: dict[str, Hostile] = {
    "value: int subclass that holds the answer": _made("class E(int): pass", "E(42)"),
    "value: float subclass": _made("class E(float): pass", "E(42)"),
    "value: str subclass": _made("class E(str): pass", "E('42')"),
    "value: dict subclass": _made("class E(dict): pass", "E()"),
    "value: tuple subclass": _made("class E(tuple): pass", "E((42,))"),
    "value: IntEnum": _made("import enum\nclass E(enum.IntEnum): A = 42", "E.A"),
    "value: namedtuple": _made("import collections\nE = collections.namedtuple('E', 'a')", "E(42)"),
    "value: __class__ says int": _made(
        "class E:\n    __class__ = int\n    def __int__(self): return 42\n"
        "    def __index__(self): return 42",
        "E()",
    ),
    "value: __class__ property": _made(
        "class E:\n    @property\n    def __class__(self): return int\n"
        "    def __eq__(self, o): return True",
        "E()",
    ),
    "value: metaclass that is every type": _made(
        "class M(type):\n    def __eq__(self, o): return True\n    __hash__ = type.__hash__\n"
        "    def __instancecheck__(self, o): return True\n"
        "    def __subclasscheck__(self, o): return True\n"
        "class E(metaclass=M):\n    def __repr__(self): return '42'",
        "E()",
    ),
    "value: metaclass over int": _made(
        "class M(type):\n    def __eq__(self, o): return o is int or o is self\n"
        "    def __hash__(self): return hash(int)\n"
        "class E(int, metaclass=M): pass",
        "E(42)",
    ),
    "value: hash and equality of everything": _made(
        "class E:\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n"
        "    def __hash__(self): return hash(42)\n"
        "    __lt__ = __le__ = __gt__ = __ge__ = __eq__",
        "E()",
    ),
    "value: __json__, __str__ and __repr__": _made(
        "class E:\n    __json__ = to_json = __str__ = __repr__ = lambda self: '42'", "E()"
    ),
    "value: Decimal": _made("from decimal import Decimal", "Decimal(42)"),
    "value: Fraction": _made("from fractions import Fraction", "Fraction(42)"),
    "value: complex": _made("", "complex(42, 0)"),
    "value: bytes": _made("", "b'42'"),
    "value: str of digits": _made("", "'42'"),
    "value: list of the answer": _made("", "[42]"),
    "value: near float": _made("", "42 + 1e-12"),
    "value: negative zero float": _made("", "-0.0"),
    "value: infinity": _made("", "float('inf')"),
    "value: 1e400": _made("", "1e400"),
    "value: NotImplemented": _made("", "NotImplemented"),
    "value: Ellipsis": _made("", "..."),
    "value: the type itself": _made("", "int"),
    "value: a function": _made("", "f"),
    "value: generator": _made("", "(x for x in [42])"),
    "value: set": _made("", "{42}"),
    "value: range": _made("", "range(42, 43)"),
    "value: list that holds itself": _made("x = []\nx.append(x)", "x"),
    "value: dict that holds itself": _made("x = {}\nx['x'] = x", "x"),
    "value: doubled list without end": _made(
        "x = 42\nfor _ in range(60): x = [x, x]", "x", "TLE", "MLE"
    ),
    "value: mixed keys": _made("", "{1: 42, '1': 42}"),
    "value: bool keys": _made("", "{True: 42}"),
    "value: key of a str subclass": _made(
        "class E(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__",
        "{E('a'): 42}",
    ),
    "value: int beyond the digits": _made("", "10 ** 5000"),
    "value: int beyond the digits, unlocked": _made(
        "import sys\nsys.set_int_max_str_digits(0)", "10 ** 50000"
    ),
    "value: lone surrogate": _made("", "'42\\ud800'"),
    "value: unicode digits": _made("", "'４２'"),
    "value: coroutine": called("async def f(a, b): return 42"),
    "value: lambda of no arguments": called("f = lambda: 42", "RE"),
    "value: class as the function": called("class f(int):\n    def __new__(c, a, b): return 42.0"),
    "value: f is an instance with __call__": called(
        "class F:\n    def __call__(self, a, b): return True\nf = F()"
    ),
    "value: f is missing": called("g = lambda a, b: 42", "RE"),
    "value: f is the answer": called("f = 42", "RE"),
    "value: module __getattr__": called("def __getattr__(name): return lambda a, b: 42", "RE"),
}

_RAW = "import os\ndef f(a, b):\n    os.write(5, {0})\n    os._exit(0)"
_BYTES = {
    "two values": b"42 42",
    "value and garbage": b"42 }",
    "NaN": b"NaN",
    "Infinity": b"Infinity",
    "1e400": b"1e400",
    "42.0": b"42.0",
    "4.2e1": b"4.2e1",
    "true": b"true",
    "0x2a": b"0x2a",
    "4_2": b"4_2",
    "042": b"042",
    "+42": b"+42",
    "BOM": b"\xef\xbb\xbf42",
    "UTF-16": "42".encode("utf-16"),
    "NUL": b"42\0",
    "full-width": "４２".encode(),
    "comment": b"42 // ok",
    "object": b'{"value": 42}',
    "verdict": b'{"verdict": "AC", "flag": "ok", "exit": 0, "reward": 1.0}',
    "frame": b"\0\0\0\x02\0\0\0\0{}",
    "report": b'{"clean": false, "flag": "ok", "exit": 0, "cpu_s": 0, "wall_s": 0, "peak": 0}',
    "empty": b"",
    "marshal": b"\xe9*\0\0\0",
    "deep objects": b'{"a":' * 20000 + b"1" + b"}" * 20000,
}

_REPORTS: dict[str, Hostile] = {
    **{f"raw value: {name}": called(_RAW.format(repr(data))) for name, data in _BYTES.items()},
    "raw value: duplicate keys": called(
        'import os\ndef f(a, b):\n    os.write(5, b\'{"a": 1, "a": 42}\')\n    os._exit(0)'
    ),
    "raw value: from a child, then another": called(
        "import os\ndef f(a, b):\n    if os.fork() == 0:\n        os.write(5, b'4')\n"
        "        os._exit(0)\n    os.wait()\n    return 'x'"
    ),
    "raw value: written at load": called("import os\nos.write(5, b'4')\ndef f(a, b): return 3"),
    "raw value: closed": called("import os\nos.close(5)\ndef f(a, b): return 42", "RE"),
    "raw value: replaced by a file": called(
        "import os\nos.dup2(os.open('/tmp/v', os.O_CREAT | os.O_RDWR), 5)\ndef f(a, b): return 42"
    ),
    "raw value: late, by a survivor": called(
        "import os, time\ndef f(a, b):\n    if os.fork() == 0:\n        time.sleep(0.3)\n"
        "        os.write(5, b'42')\n        os._exit(0)\n    os._exit(0)"
    ),
    "raw value: partial writes": called(
        "import os\nw = os.write\nos.write = lambda fd, d: w(fd, d[:1]) and len(d)\n"
        "def f(a, b): return [42, 42]"
    ),
    "report: on every descriptor in call mode": called(
        "import os\ndef f(a, b):\n    for n in (0, 1, 2, 3, 4, 6, *range(7, 256)):\n"
        '        try: os.write(n, b\'{"clean": false, "flag": "ok", "exit": 0}\')\n'
        "        except OSError: pass\n    os._exit(0)"
    ),
    "report: frame on stdout": script(
        "import os, struct, json\nh = json.dumps({'op': 'outcome', 'failure': '', 'over': [],"
        " 'number': 1, 'sizes': [3, 0, 0, 1, 0]}).encode()\n"
        "os.write(1, struct.pack('>II', len(h), 4) + h + b'42\\nR')"
    ),
    "report: docker frame on stdout": script(
        "import os, struct\nos.write(1, struct.pack('>BxxxI', 1, 3) + b'42\\n')"
    ),
    "report: note marks on stderr": script("import os\nos.write(2, b'R')\nos.write(2, b'C42')"),
    "report: out of memory mark, right output": script(
        "import sys\nprint(42)\nprint('MemoryError', file=sys.stderr)\nsys.exit(1)", "MLE", "RE"
    ),
    "report: opens pipes of others": script(
        "import os\nfound = []\nfor p in os.listdir('/proc'):\n    try:\n"
        "        for n in os.listdir(f'/proc/{p}/fd'):\n"
        "            if p not in ('self', 'thread-self', str(os.getpid())):\n"
        "                found.append((p, n))\n    except OSError: pass\nprint(found)",
        "AC",
        prints="[]",
    ),
    "report: reads its own stdout back": script(
        "try:\n    open('/proc/self/fd/1', 'rb', 0)\n    print('DONE')\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "report: writes the sealed input": script(
        "import os\nbad = 0\nfor act in (lambda: os.write(0, b'x'),"
        " lambda: os.ftruncate(0, 9), lambda: os.pwrite(0, b'x', 0),"
        " lambda: os.write(os.open('/proc/self/fd/0', os.O_RDWR), b'x')):\n"
        "    try:\n        act()\n        bad += 1\n    except OSError: pass\nprint(bad)",
        "AC",
        prints="0",
    ),
}

_PATCHES: dict[str, Hostile] = {
    "patch: json encoder class": called(
        "import json, json.encoder\njson.JSONEncoder.default = lambda s, o: 42\n"
        "json.JSONEncoder.iterencode = lambda s, o, _one_shot=False: ['true']\n"
        "def f(a, b): return object()"
    ),
    "patch: sys.stdout that says it all": script(
        "import sys\nclass S:\n    def write(self, t): return len(t)\n    def flush(self): pass\n"
        "    closed = False\nsys.stdout = S()\nprint(42)"
    ),
    "patch: print": script("import builtins\nbuiltins.print = lambda *a, **k: None\nprint(42)"),
    "patch: sys.exit and excepthook": script(
        "import sys\nsys.exit = lambda *a: None\nsys.excepthook = lambda *a: None\n1 / 0", "RE"
    ),
    "patch: excepthook that leaves": script(
        "import os, sys\nsys.excepthook = lambda *a: os._exit(0)\n1 / 0"
    ),
    "patch: atexit that leaves": script("import atexit, os\natexit.register(os._exit, 0)\n1 / 0"),
    "patch: atexit that fails": script("import atexit\natexit.register(lambda: 1 / 0)"),
    "patch: threading._shutdown": script(
        "import threading\ndef bad(): raise SystemExit(0)\nthreading._shutdown = bad\nprint(41)",
        "WA",
        "RE",
    ),
    "patch: os._exit": script("import os\nos._exit = lambda n: None\nprint(41)", "WA", "RE"),
    "patch: exec and compile": script(
        "import builtins\nbuiltins.exec = builtins.compile = lambda *a, **k: None\nprint(41)"
    ),
    "patch: isinstance and len": called(
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda x: 0\n"
        "class E: pass\ndef f(a, b): return E()"
    ),
    "patch: SystemExit with a hostile code": script(
        "class E(SystemExit):\n    @property\n    def code(self): raise KeyboardInterrupt\n"
        "raise E()",
        "RE",
        "WA",
    ),
    "patch: SystemExit whose code prints the answer": script(
        "class C:\n    def __str__(self): return '42'\nraise SystemExit(C())", "RE"
    ),
    "patch: exception with a hostile str": script(
        "class E(Exception):\n    def __str__(self): raise SystemExit(0)\nraise E()", "RE"
    ),
    "patch: exception with a hostile traceback": script(
        "class E(Exception):\n    @property\n    def __traceback__(self): raise SystemExit(0)\n"
        "raise E()",
        "RE",
    ),
    "patch: trace function": script(
        "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nprint(41)"
    ),
    "patch: frame of the caller": script(
        "import sys\nfr = sys._getframe()\nwhile fr.f_back: fr = fr.f_back\n"
        "fr.f_globals.clear()\nprint(41)",
        "WA",
        "RE",
    ),
    "patch: globals of every frame": called(
        "import sys\ndef f(a, b):\n    fr = sys._getframe(1)\n    while fr:\n"
        "        for k in list(fr.f_globals):\n"
        "            if k in ('misfit', 'json', 'os', '_give'): fr.f_globals[k] = print\n"
        "        fr = fr.f_back\n    return object()",
        "WA",
        "RE",
    ),
    "patch: constants of code by ctypes": called(
        "import ctypes\nctypes.memmove(id(41) + 24, id(42) + 24, 4)\ndef f(a, b): return 40 + 0"
    ),
    "patch: int 41 becomes 42 on the way": script(
        "import ctypes\nctypes.memmove(id(7) + 24, id(8) + 24, 4)\nprint('seven')"
    ),
    "patch: recursion limit on the way out": script(
        "import sys\nprint(41)\nsys.setrecursionlimit(60)", "WA", "RE"
    ),
    "patch: gc callbacks and finalisers": script(
        "import gc, sys\nclass E:\n    def __del__(self): sys.stdout.write('41\\n')\n"
        "gc.callbacks.append(lambda *a: None)\nx = E()\ndel x"
    ),
    "patch: import hook": script(
        "import sys\nclass L:\n    def find_spec(self, *a): raise SystemExit(0)\n"
        "sys.meta_path.insert(0, L())\nimport colorsys"
    ),
    "patch: sitecustomize in /tmp": script(
        "open('/tmp/sitecustomize.py', 'w').write('print(42)')\nopen('/tmp/json.py', 'w')"
    ),
}

_SEEN: dict[str, Hostile] = {
    "introspection: answer among all objects": called(
        "import gc\ndef f(a, b):\n    found = [o for o in gc.get_objects() if isinstance(o, dict)"
        " and ('expect' in o or 'cases' in o or 'expects' in o)]\n    return len(found) + 42",
        "AC",
    ),
    "introspection: frames in a call": called(
        "import sys\ndef f(a, b):\n    fr, names = sys._getframe(), set()\n    while fr:\n"
        "        names |= set(fr.f_locals) | set(fr.f_globals)\n        fr = fr.f_back\n"
        "    return 42 if not [n for n in names if 'expect' in n] else 0",
        "AC",
    ),
    "introspection: descriptors in a call": called(
        "import os\ndef f(a, b):\n    found = []\n    for n in range(256):\n        try:\n"
        "            os.fstat(n)\n            found.append(n)\n        except OSError: pass\n"
        "    return 42 if found == [0, 1, 2, 5] else found",
        "AC",
    ),
    "introspection: command lines": script(
        "out = []\nfor p in range(1, 9):\n    try: out.append(open(f'/proc/{p}/cmdline').read())\n"
        "    except OSError: pass\nprint(any('42' in o for o in out))",
        "AC",
        prints="False",
    ),
    "introspection: sockets and nets": script(
        "out = []\nfor p in ('unix', 'tcp', 'udp'):\n    try:\n"
        "        rows = open(f'/proc/self/net/{p}').read().splitlines()[1:]\n"
        "        out += [r for r in rows if p != 'unix' or '/' in r or '@' in r]\n"
        "    except OSError: pass\nprint(out)",
        "AC",
        prints="[]",
    ),
    "introspection: names of this machine": script(
        "import os\nbad = [k for k in os.environ if k in ('HOSTNAME', 'USER', 'LOGNAME')]\n"
        "print(bad, os.uname().nodename)",
        "AC",
        prints="[] sandbox",
    ),
    "introspection: kernel stack and syscall": script(
        "bad = []\nfor p in ('/proc/1/stack', '/proc/1/syscall', '/proc/1/maps', '/proc/1/fd/0',"
        " '/proc/1/cwd/x', '/proc/kcore', '/proc/kallsyms', '/proc/self/pagemap0'):\n"
        "    try:\n        open(p).read()\n        bad.append(p)\n    except OSError: pass\n"
        "print(bad)",
        "AC",
        prints="[]",
    ),
    "introspection: writes to init": script(
        "bad = []\nfor p in ('mem', 'oom_score_adj', 'comm', 'clear_refs', 'autogroup', 'sched',"
        " 'timerslack_ns', 'uid_map', 'setgroups', 'coredump_filter', 'attr/current'):\n"
        "    try:\n        open(f'/proc/1/{p}', 'w').write('0')\n        bad.append(p)\n"
        "    except OSError: pass\nprint(bad)",
        "AC",
        prints="[]",
    ),
}

_TEXTS = {
    "BOM": "\ufeff42",
    "zero-width space": "42\u200b",
    "non-breaking space": "42\u00a0",
    "line separator": "42\u2028",
    "next line": "42\u0085",
    "vertical tab": "42\x0b",
    "form feed": "42\x0c",
    "backspace": "43\b2",
    "carriage overwrite": "99\r42",
    "escape colours": "\x1b[0m42",
    "leading newline": "\n42",
    "leading tab": "\t42",
    "plus sign": "+42",
    "leading zero": "042",
    "decimal": "42.",
    "decimal zeros": "42.000000",
    "exponent": "4.2e1",
    "hexadecimal": "0x2a",
    "underscore": "4_2",
    "superscript": "4²",
    "Devanagari": "४२",
    "mathematical bold": "𝟒𝟐",
    "true": "True",
    "infinity": "inf",
    "1e400": "1e400",
    "minus zero": "-0",
    "quotes": "'42'",
    "twice": "42\n42",
    "two lines of digits": "4\n2",
    "space between": "4 2",
    "answer and prose": "the answer is 42",
    "html": "<b>42</b>",
    "json": '{"answer": 42}',
    "boxed": "\\boxed{42}",
    "glob": "*",
    "regular expression": ".*",
    "format": "%d",
    "template": "{expect}",
}
_TRICKS = {
    f"text: {name}": script(f"import sys\nsys.stdout.write({text!r} + '\\n')")
    for name, text in _TEXTS.items()
} | {
    "text: UTF-16": script("import os\nos.write(1, '42\\n'.encode('utf-16'))"),
    "text: overlong UTF-8": script("import os\nos.write(1, b'\\xc0\\xb4\\xc0\\xb2')"),
    "text: many NUL": script("import os\nos.write(1, b'\\0' * 1000 + b'42\\n')"),
    "text: many blank lines, then more": script("print('42' + '\\n' * 9999 + 'x')"),
    "text: on stderr alone": script("import sys\nsys.stderr.write('42\\n')"),
    "text: on the input": script("import os\ntry: os.write(0, b'42')\nexcept OSError: pass"),
    "text: right, then sleep": script("print(42, flush=True)\nimport time\ntime.sleep(99)", "TLE"),
    "text: right, then spin": script("print(42, flush=True)\nwhile True: pass", "TLE"),
    "text: right, then signal": script(
        "import os\nprint(42, flush=True)\nos.kill(os.getpid(), 15)", "RE"
    ),
    "text: right, then exit 3": script("print(42)\nraise SystemExit(3)", "RE"),
    "text: right, then exit 256": script(
        "import os\nprint(42, flush=True)\nos._exit(256 + 1)", "RE"
    ),
    "text: right, then a flood": script(
        "import os\nos.write(1, b'42\\n')\nwhile True: os.write(1, b'\\n' * 65536)", "OLE"
    ),
}

CHEATS = {**_VALUES, **_REPORTS, **_PATCHES, **_SEEN, **_TRICKS}
