"""Hostile programs by class, each with the verdicts that a sound judge may give.

    HOSTILE["early exit: os._exit"] == Hostile(source, verdicts, lang, ...)

Each is asked for something it does not do (the answer is 42, or `f(6, 7)`), so AC is a forged pass.
Where a program first tries a forbidden thing and then prints what happened, `prints` holds what it
must print: the proof that the thing was refused. `EVERY` holds these and those of the modules
beside this one.
"""

from typing import Any

from hostile_bombs import BOMBS
from hostile_edges import EDGES
from hostile_foreign import FOREIGN
from hostile_kinds import Hostile
from hostile_values import CHEATS


def _py(source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    return Hostile(source, verdicts or ("WA",), "python", prints)


def _call(source: str, *verdicts: str) -> Hostile:
    return Hostile(source, verdicts or ("WA",), "python", None, True)


def _refused(action: str, before: str = "") -> Hostile:
    """A program that tries `action` and prints REFUSED or DONE."""
    source = (
        f"import ctypes, os, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n{before}\n"
        f"try:\n    done = {action}\nexcept (OSError, ImportError, ValueError) as error:\n"
        "    done = -1\n"
        "print('REFUSED' if done is None or done == -1 else 'DONE')\n"
    )
    return Hostile(source, ("AC",), "python", "REFUSED")


_SYSCALLS: dict[str, tuple[int, str]] = {
    "socket inet": (41, "2, 1, 0"),
    "socket unix, for abstract names": (41, "1, 1, 0"),
    "socketpair": (53, "1, 1, 0, ctypes.byref(ctypes.c_long())"),
    "connect": (42, "3, 0, 0"),
    "ptrace": (101, "0, 0, 0, 0"),
    "process_vm_readv": (310, "1, 0, 0, 0, 0, 0"),
    "process_vm_writev": (311, "1, 0, 0, 0, 0, 0"),
    "unshare user": (272, "0x10000000"),
    "unshare mount": (272, "0x20000"),
    "setns": (308, "0, 0"),
    "clone with a user namespace": (56, "0x10000000 | 17, 0, 0, 0, 0"),
    "clone3": (435, "0, 0"),
    "mount": (165, "b'none', b'/tmp', b'tmpfs', 0, 0"),
    "umount": (166, "b'/tmp', 2"),
    "new mount api": (428, "-100, b'/', 1"),
    "pivot_root": (155, "b'/tmp', b'/tmp'"),
    "chroot": (161, "b'/tmp'"),
    "io_uring_setup": (425, "8, 0"),
    "bpf": (321, "0, 0, 0"),
    "perf_event_open": (298, "0, 0, -1, -1, 0"),
    "keyctl": (250, "0, -3, 0"),
    "add_key": (248, "b'user', b'a', b'b', 1, -3"),
    "userfaultfd": (323, "0"),
    "memfd_create": (319, "b'a', 0"),
    "execveat": (322, "-1, b'', 0, 0, 0x1000"),
    "kcmp": (312, "1, 1, 0, 0, 0"),
    "pidfd_open": (434, "1, 0"),
    "shmget": (29, "1, 4096, 0o1600"),
    "mq_open": (240, "b'a', 0o102, 0o600, 0"),
    "msgget": (68, "1, 0o1600"),
    "semget": (64, "1, 1, 0o1600"),
    "setuid root": (105, "0"),
    "capset": (126, "0, 0"),
    "seccomp": (317, "0, 0, 0"),
    "personality": (135, "0x0040000"),
    "reboot": (169, "0, 0, 0, 0"),
    "swapon": (167, "b'/tmp/a', 0"),
    "init_module": (175, "0, 0, b''"),
    "kexec_load": (246, "0, 0, 0, 0"),
    "settimeofday": (164, "0, 0"),
    "acct": (163, "b'/tmp/a'"),
    "quotactl": (179, "0, 0, 0, 0"),
    "syslog": (103, "3, 0, 0"),
    "name_to_handle_at": (303, "0, 0, 0, 0, 0"),
    "open_by_handle_at": (304, "0, 0, 0"),
    "fanotify_init": (300, "0, 0"),
    "inotify_init": (253, ""),
    "mbind": (237, "0, 0, 0, 0, 0, 0"),
    "move_pages": (279, "0, 0, 0, 0, 0, 0"),
    "mknod device": (133, "b'/tmp/d', 0o060666, 0x0800"),
    "prlimit of another": (302, "1, 7, 0, ctypes.create_string_buffer(16)"),
    "prctl subreaper": (157, "36, 1, 0, 0, 0"),
    "prctl seccomp": (157, "22, 1, 0, 0, 0"),
    "TIOCSTI": (16, "0, 0x5412, b'a'"),
    "sched realtime": (144, "0, 1, ctypes.byref(ctypes.c_int(1))"),
    "ioprio": (251, "1, 0, 0x2000"),
    "landlock": (444, "0, 0, 1"),
}

_PAGES = "b = bytearray({mb} << 20)\nfor i in range(0, len(b), 4096): b[i] = 1\n"

HOSTILE: dict[str, Hostile] = {
    # Cheats on the verdict.
    "early exit: sys.exit(0)": _py("import sys\nsys.exit(0)"),
    "early exit: os._exit(0)": _py("import os\nos._exit(0)"),
    "early exit: in a call": _call("import os\ndef f(a, b):\n    os._exit(0)"),
    "early exit: SystemExit in a call": _call("def f(a, b):\n    raise SystemExit(0)"),
    "early exit: by a signal to itself": _py("import os\nos.kill(os.getpid(), 9)", "RE"),
    "early exit: abort": _py("import os\nos.abort()", "RE"),
    "equality: object": _call(
        "class E:\n    def __eq__(self, o): return True\n    __hash__ = None\n"
        "def f(a, b): return E()"
    ),
    "equality: int subclass": _call(
        "class E(int):\n    def __eq__(self, o): return True\n    __hash__ = None\n"
        "def f(a, b): return E(0)"
    ),
    "equality: str subclass": _call(
        "class E(str):\n    def __eq__(self, o): return True\n    __hash__ = None\n"
        "def f(a, b): return E('42')"
    ),
    "equality: list subclass": _call("class E(list): pass\ndef f(a, b): return E([42])"),
    "equality: bool": _call("def f(a, b): return True"),
    "equality: float of the right value": _call("def f(a, b): return 42.0"),
    "equality: nan": _call("def f(a, b): return float('nan')"),
    "deserialisation: __reduce__": _call(
        "class E:\n    def __reduce__(self): return (print, ('42',))\ndef f(a, b): return E()"
    ),
    "deserialisation: pickle on the value pipe": _call(
        "import os, pickle\ndef f(a, b):\n    os.write(5, pickle.dumps(42)); os._exit(0)"
    ),
    "deserialisation: deep value": _call(
        "def f(a, b):\n    x = 42\n    for _ in range(900): x = [x]\n    return x"
    ),
    "deserialisation: deep bytes": _call(
        "import os\ndef f(a, b):\n    os.write(5, b'[' * 60000); os._exit(0)"
    ),
    "deserialisation: endless digits": _call(
        "import os\ndef f(a, b):\n    os.write(5, b'4' * 60000); os._exit(0)"
    ),
    "deserialisation: two values": _call(
        "import os\ndef f(a, b):\n    os.write(5, b'0'); return 42", "WA"
    ),
    "monkeypatch: json.dumps": _call(
        "import json\njson.dumps = lambda *a, **k: 'true'\ndef f(a, b): return 0"
    ),
    "monkeypatch: builtins": _call(
        "import builtins\nbuiltins.type = lambda x: int\ndef f(a, b): return '42'", "WA", "RE"
    ),
    "monkeypatch: os.write": _call(
        "import os\nos.write = lambda fd, d: len(d)\ndef f(a, b): return 1"
    ),
    "introspection: frames": _py(
        "import sys\nframe, found = sys._getframe(), []\n"
        "while frame:\n    found += [k for k in frame.f_locals if 'expect' in k]\n"
        "    frame = frame.f_back\nprint(found or 'nothing')",
        "AC",
        prints="nothing",
    ),
    "introspection: gc": _py(
        "import gc\nprint(sum(isinstance(o, dict) and 'expect' in o for o in gc.get_objects()))",
        "AC",
        prints="0",
    ),
    "introspection: descriptors": _py(
        "import os\nopen_ones = []\nfor n in range(64):\n    try:\n        os.fstat(n)\n"
        "        open_ones.append(n)\n    except OSError: pass\nprint(open_ones)",
        "AC",
        prints="[0, 1, 2]",
    ),
    "introspection: other processes": _py(
        "import os\nprint(sorted(int(n) for n in os.listdir('/proc') if n.isdigit()))",
        "AC",
        prints="[2]",
    ),
    "introspection: memory of init": _py(
        "try:\n    open('/proc/1/mem', 'rb')\n    print('DONE')\nexcept OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "introspection: environment of init": _py(
        "try:\n    print(open('/proc/1/environ').read())\nexcept OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "printed markers": _py("print('PASSED\\nAll tests passed\\nverdict: AC\\n{\"passed\": true}')"),
    "printed markers on stderr": _py("import sys\nprint('AC', file=sys.stderr)"),
    "a report of its own on every descriptor": _py(
        'import os\nfor n in range(3, 64):\n    try: os.write(n, b\'{"flag": "ok", "exit": 0}\')\n'
        "    except OSError: pass"
    ),
    # Output tricks.
    "output: NUL": _py("print('42\\0')"),
    "output: CR": _py("print('42\\r')"),
    "output: full-width digits": _py("print('４２')"),
    "output: Arabic digits": _py("print('٤٢')"),
    "output: near float": _py("print(42 + 1e-9)"),
    "output: float": _py("print(42.0)"),
    "output: nan": _py("print('nan')"),
    "output: further line": _py("print(42); print('garbage')"),
    "output: no UTF-8": _py("import os\nos.write(1, b'42\\xff')"),
    "output: surrogate": _py("print('42\\udcff')", "RE"),
    "output: leading blank": _py("print(' 42')"),
    "output: right, then failure": _py("print(42, flush=True)\n1 / 0", "RE"),
    "output: right, then segfault": _py(
        "import ctypes\nprint(42, flush=True)\nctypes.string_at(0)", "RE"
    ),
    "output: endless stdout": _py("while True: print('42')", "OLE"),
    "output: endless stderr": _py("import sys\nwhile True: print('42', file=sys.stderr)", "OLE"),
    "output: endless without newline": _py(
        "import os\nwhile True: os.write(1, b'x' * 65536)", "OLE"
    ),
    "output: endless value": _call("def f(a, b): return 'x' * (8 << 20)", "OLE"),
    # State and survivors.
    "survivor: double fork writes late": _py(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(0.3); os.write(1, b'42\\n'); os._exit(0)\n    os._exit(0)\n"
        "os.wait()\nprint('early')"
    ),
    "survivor: holds the pipes": _py(
        "import os, signal, time\nif os.fork() == 0:\n"
        "    for n in range(1, 32):\n        try: signal.signal(n, signal.SIG_IGN)\n"
        "        except (OSError, ValueError): pass\n    time.sleep(1000)\nprint('left')"
    ),
    "survivor: stopped child": _py(
        "import os, signal\npid = os.fork()\n"
        "if pid == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)\n"
        "print('left')"
    ),
    "survivor: spins": _py("import os\nif os.fork() == 0:\n    while True: pass\nprint('left')"),
    "survivor: ignored signals, never ends": _py(
        "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        "TLE",
    ),
    # Resources.
    "resource: fork bomb": _py(
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", "TLE"
    ),
    "resource: thread bomb": _py(
        "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep,"
        " args=(99,)).start()\n    except RuntimeError: pass",
        "TLE",
        "MLE",
    ),
    "resource: CPU over children": _py(
        "import os\nfor _ in range(4):\n    if os.fork() == 0:\n        while True: pass\n"
        "for _ in range(4): os.wait()",
        "TLE",
    ),
    "resource: memory": _py(_PAGES.format(mb=400), "MLE"),
    "resource: memory over children": _py(
        "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
        "        b = bytearray(60 << 20)\n        for i in range(0, len(b), 4096): b[i] = 1\n"
        "        time.sleep(99)\ntime.sleep(99)",
        "MLE",
    ),
    "resource: shared mapping": _py(
        "import mmap\nm = mmap.mmap(-1, 400 << 20)\nfor i in range(0, len(m), 4096): m[i] = 1",
        "MLE",
    ),
    "resource: huge allocation": _py("b = bytearray(1 << 45)", "MLE"),
    "resource: huge list": _py("x = [0] * (1 << 40)", "MLE"),
    "resource: disk": _py(
        "try:\n    for n in range(99):\n"
        "        with open(f'/tmp/{n}', 'wb') as h: h.write(b'x' * (10 << 20))\n"
        "    print('DONE')\nexcept OSError: print('REFUSED')",
        "AC",
        "MLE",
        prints="REFUSED",
    ),
    "resource: inodes": _py(
        "try:\n    for n in range(10 ** 6): open(f'/tmp/{n}', 'w').close()\n    print('DONE')\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "resource: descriptors": _py(
        "import os\ntry:\n    while True: os.open('/dev/null', 0)\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "resource: pipes": _py(
        "import os\ntry:\n    while True: os.write(os.pipe()[1], b'x' * 65536)\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "resource: huge int": _py("print(9 ** 9 ** 9)", "TLE", "MLE"),
    "resource: ReDoS": _py("import re\nprint(re.match('(a+)+$', 'a' * 64 + 'b'))", "TLE"),
    "resource: sleep": _py("import time\ntime.sleep(99)", "TLE"),
    "resource: stop itself": _py("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "TLE"),
    "resource: deep recursion": _py("def f(n): return f(n + 1)\nf(0)", "RE"),
    "resource: deep C recursion": _py(
        "import sys\nsys.setrecursionlimit(10 ** 9)\nx = []\n"
        "for _ in range(10 ** 6): x = [x]\nrepr(x)",
        "RE",
        "TLE",
        "MLE",
    ),
    "resource: raise own limits": _py(
        "import resource\ntry:\n    resource.setrlimit(resource.RLIMIT_CPU, (999, 999))\n"
        "    print('DONE')\nexcept ValueError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "resource: compile bomb": _py("x = " + "(" * 5000 + ")" * 5000, "CE"),
    "resource: source with NUL": _py("print(42)\0", "CE"),
    "resource: C compile bomb": Hostile('#include "/dev/zero"\nint main(){}', ("CE",), "c"),
    "resource: C++ template bomb": Hostile(
        "template<int N>struct A{typedef typename A<N-1>::t t[9];};template<>struct A<0>"
        "{typedef int t;};int main(){return sizeof(A<40000>::t);}",
        ("CE",),
        "cpp",
    ),
    "resource: C giant binary": Hostile("char x[1L<<33]={1};int main(){}", ("CE",), "c"),
    "escape: include of a host file": Hostile('#include "/etc/shadow"\nint main(){}', ("CE",), "c"),
    "escape: int 0x80": Hostile(
        '#include <stdio.h>\nint main(){int r=20;__asm__ volatile("int $0x80":"+a"(r)::"memory");'
        'printf("%d\\n",r>0?42:0);}',
        ("RE",),
        "c",
    ),
    "escape: x32 call": Hostile(
        "#include <stdio.h>\n#include <unistd.h>\n#include <sys/syscall.h>\n"
        'int main(){long r=syscall(0x40000000L|39);printf("%d\\n",r>0?42:0);}',
        ("RE",),
        "c",
    ),
    "escape: write to the root": _py(
        "bad = []\nfor p in ('/a', '/usr/a', '/etc/a', '/dev/a', '/dev/shm/a', '/proc/a', '/sys/a',"
        " '/run/a', '/var/tmp/a', '/root/a', '/dev/mqueue/a', '/home/a'):\n"
        "    try:\n        open(p, 'w').close()\n        bad.append(p)\n    except OSError: pass\n"
        "print(bad)",
        "AC",
        prints="[]",
    ),
    "escape: cgroup files": _py(
        "import os\nprint([p for p in ('/sys/fs/cgroup', '/sys/kernel') if os.path.exists(p)])",
        "AC",
        prints="[]",
    ),
    "escape: /proc/sys": _py(
        "try:\n    open('/proc/sys/kernel/hostname', 'w')\n    print('DONE')\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "escape: sysrq": _py(
        "try:\n    open('/proc/sysrq-trigger', 'w')\n    print('DONE')\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "escape: symlink out": _py(
        "import os\nos.symlink('/proc/1/root', '/tmp/l')\ntry:\n    os.listdir('/tmp/l/')\n"
        "    print('DONE')\nexcept OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "escape: run a file of its own": _py(
        "import os, shutil\nshutil.copy('/bin/true', '/tmp/t')\nos.chmod('/tmp/t', 0o4755)\n"
        "print(os.stat('/tmp/t').st_uid != 0)",
        "AC",
        prints="True",
    ),
    "escape: kill everything": _py("import os\nos.kill(-1, 9)\nprint('alive')", "WA", "RE"),
    "escape: kill init": _py("import os\ntry: os.kill(1, 9)\nexcept OSError: pass\nprint('alive')"),
    **{
        f"call: {name}": _refused(f"libc.syscall({number}{', ' + args if args else ''})")
        for name, (number, args) in _SYSCALLS.items()
    },
    # The other languages.
    "javascript: valueOf": Hostile(
        "const f = () => ({valueOf() { return 42 }, toJSON() { return 42 }})",
        ("WA",),
        "javascript",
        None,
        True,
    ),
    "javascript: early exit": Hostile("process.exit(0)", ("WA",), "javascript"),
    "javascript: socket": Hostile(
        "require('net').connect(80, '127.0.0.1').on('error', () => console.log('REFUSED'))",
        ("AC",),
        "javascript",
        "REFUSED",
    ),
    "javascript: child process": Hostile(
        "const r = require('child_process')"
        ".spawnSync('/bin/sh', ['-c', 'echo 42 > /usr/a; echo $?']);"
        "console.log(r.status === 0 && String(r.stdout).trim() === '0' ? 'DONE' : 'REFUSED')",
        ("AC",),
        "javascript",
        "REFUSED",
    ),
    "javascript: prototype": Hostile(
        "Object.prototype.toJSON = () => 42; const f = () => ({});",
        ("WA",),
        "javascript",
        None,
        True,
    ),
    "cpp: exits before main": Hostile(
        "#include <cstdlib>\nstruct A{A(){_Exit(0);}}a;int main(){}", ("WA",), "cpp"
    ),
}


EVERY: dict[str, Hostile] = {**HOSTILE, **CHEATS, **BOMBS, **FOREIGN, **EDGES}


def request_of(hostile: Hostile) -> dict[str, Any]:
    """The judge's request for a hostile program."""
    case: dict[str, Any] = {"stdin": hostile.stdin, "expect": hostile.prints or "42"}
    if hostile.call:
        case = {"call": "f", "args": [6, 7], "expect": 42}
    return {
        "id": 0,
        "lang": hostile.lang,
        "source": hostile.source,
        "cases": [case],
        "limits": {"cpu_s": 0.5, "wall_s": 1.2, "memory_mb": 128, "output_kb": 256},
    }
