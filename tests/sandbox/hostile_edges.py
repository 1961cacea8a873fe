"""Hostile programs at the edges: how one ends, what it leaves unwritten, what nobody counts.

    EDGES["end: writer whose flush never returns"] == Hostile(source, ("TLE",))

Asked for 42 like all others. They came of a second look: written from the contract alone, before
the sets beside this one were read, and kept where they are of another kind.
"""

from hostile_kinds import Hostile, called, foreign, script

_LATE = "import os, signal\ndef end(*a):\n    os.write(1, b'42\\n'); os._exit(0)\n"
_C = "#define _GNU_SOURCE\n#include <stdio.h>\n#include <string.h>\n#include <unistd.h>\n"
_MAP = _C + "#include <sys/mman.h>\n"

_ENDS: dict[str, Hostile] = {
    "end: exit is another function": script(
        "import builtins\nbuiltins.exit = lambda *a: print(42)\nprint(41)\nexit(0)", "WA"
    ),
    "end: exit with a status": script("print(42)\nexit(7)", "RE"),
    "end: quit with words": script("print(42)\nquit('no')", "RE"),
    "end: quit in a call": called("def f(a, b): return quit()"),
    "end: exit before the function": called("exit(0)\ndef f(a, b): return a * b"),
    "end: stream of before whose flush never returns": script(
        "import sys\nclass Out:\n    closed = False\n    def flush(self):\n"
        "        while True: pass\nprint(42)\nsys.__stdout__ = Out()",
        "AC",
    ),
    "end: stream of before whose flush leaves": script(
        "import os, sys\nclass Out:\n    closed = False\n    def flush(self): os._exit(0)\n"
        "print(41)\nsys.__stdout__ = Out()"
    ),
    "end: stream of before that fails": script(
        "import sys\nprint(42, flush=True)\nsys.__stdout__ = 7", "AC"
    ),
    "end: open file that cannot be written": script(
        "import io, os\nprint(42, flush=True)\nr, w = os.pipe()\nout = open(w, 'w')\n"
        "os.close(r)\nout.write('x')",
        "AC",
    ),
    "end: open file that is a full pipe": script(
        "import os\nprint(42, flush=True)\nr, w = os.pipe()\nout = open(w, 'w', 1 << 22)\n"
        "out.write('x' * (1 << 21))",
        "TLE",
    ),
    "end: open file without end": script(
        "import io\nclass Raw(io.RawIOBase):\n    def writable(self): return True\n"
        "    def write(self, data): return 1\nout = io.BufferedWriter(Raw(), 1 << 26)\n"
        "out.write(bytes(1 << 25))\nprint(41)",
        "TLE",
    ),
    "end: exit handler that fails after a wrong answer": script(
        "import atexit\natexit.register(abs)\nprint(41)", "WA"
    ),
    "end: exit handler that leaves with a status": script(
        "import atexit, os\nprint(42, flush=True)\natexit.register(os._exit, 5)", "RE"
    ),
    "end: prints and leaves when its CPU is spent": script(
        _LATE + "for n in range(1, 65):\n    try: signal.signal(n, end)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        "TLE",
    ),
    "end: lowers its own CPU limit": script(
        "import resource\nprint(42, flush=True)\nresource.setrlimit(resource.RLIMIT_CPU, (0, 0))\n"
        "while True: pass",
        "RE",
        "TLE",
    ),
    "end: owner of the signals of its pipe": script(
        "import fcntl, os\nprint(41)\ntry:\n    fcntl.fcntl(1, fcntl.F_SETOWN, 1)\n"
        "    fcntl.fcntl(1, fcntl.F_SETSIG, 9)\n"
        "    fcntl.fcntl(1, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)\nexcept OSError: pass",
        "WA",
        "RE",
    ),
    "end: two processes return one value each": called(
        "import os\ndef f(a, b):\n    pid = os.fork()\n    if pid: os.waitpid(pid, 0)\n"
        "    return 42 if pid == 0 else 41"
    ),
}
_COUNTS: dict[str, Hostile] = {
    "count: loop that gives way": foreign(
        "c", "#include <sched.h>\nint main(){for(;;)sched_yield();}", "TLE"
    ),
    "count: itself executed without end": foreign(
        "c", _C + 'int main(){execl("/proc/self/exe","a",(char*)0);return 1;}', "RE", "TLE"
    ),
    "count: page tables of a terabyte": foreign(
        "c",
        _MAP + "int main(){char*b=mmap(0,1l<<40,1,MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE,-1,0);"
        "if(b==MAP_FAILED)return 1;volatile char c;"
        'for(long o=0;o<(1l<<40);o+=2<<20)c=b[o];puts("41");}',
        "RE",
        "MLE",
        "TLE",
        "WA",
    ),
    "count: attributes of a file": script(
        "import os\nopen('/tmp/a', 'w')\ntry:\n    for n in range(10000):\n"
        "        os.setxattr('/tmp/a', f'user.a{n}', bytes(60000))\nexcept OSError: pass\n"
        "print(41)",
        "WA",
    ),
    "count: value of aliases": called(
        "def f(a, b):\n    x = [0] * 10\n    for _ in range(9): x = [x] * 10\n    return x",
        "TLE",
        "MLE",
        "OLE",
    ),
    "count: children that others must wait for": foreign(
        "c", _C + "int main(){for(;;)if(fork()==0)_exit(0);}", "TLE"
    ),
    "count: a terminal": script(
        "import os\ntry:\n    os.open('/dev/ptmx', os.O_RDWR)\n    print('DONE')\n"
        "except OSError: print('REFUSED')",
        "AC",
        prints="REFUSED",
    ),
}
_FOREIGN: dict[str, Hostile] = {
    "js: console without end": foreign("javascript", "for(;;)console.log('x'.repeat(999))", "OLE"),
    "js: console of errors without end": foreign(
        "javascript", "for(;;)console.error('x'.repeat(999))", "OLE"
    ),
    "js: stream without end": foreign(
        "javascript", "for(;;)process.stdout.write('x'.repeat(999))", "OLE"
    ),
    "js: stream is made to queue again": foreign(
        "javascript",
        "process.stdout._handle.setBlocking(false);process.stdout.write('41');",
        "WA",
    ),
    "compile: interpreter of its own": foreign(
        "c",
        'const char i[] __attribute__((section(".interp")))="/bin/sh";\n'
        '#include <stdio.h>\nint main(){puts("41");}',
        "WA",
        "RE",
        "CE",
    ),
    "compile: plugin by pragma": foreign(
        "c",
        '#pragma GCC optimize("-fplugin=/tmp/a.so")\n#include <stdio.h>\nint main(){puts("41");}',
        "WA",
        "CE",
    ),
    "compile: dependency that never ends": foreign(
        "c",
        '#pragma GCC dependency "/dev/zero"\n#include <stdio.h>\nint main(){puts("41");}',
        "WA",
        "CE",
    ),
    "compile: nested .rept": foreign(
        "c",
        '__asm__(".rept 100000\\n.rept 100000\\nnop\\n.endr\\n.endr");\nint main(){}',
        "CE",
    ),
}

EDGES: dict[str, Hostile] = {**_ENDS, **_COUNTS, **_FOREIGN}
