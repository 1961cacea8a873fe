"""Hostile programs that take, stay or break out: bombs, survivors, escapes, state across runs.

    BOMBS["bomb: threads that spin"] == Hostile(source, ("TLE",))

Asked for 42 like all others. What a program must print when a thing is refused is in `prints`.
"""

from hostile_kinds import Hostile, foreign, script

_FILL = (
    "def fill(mb):\n    b = bytearray(mb << 20)\n    b[::4096] = b'x' * "
    "len(b[::4096])\n    return b\n"
)


def _tried(body: str, *verdicts: str, errors: str = "OSError", prints: str = "REFUSED") -> Hostile:
    """A program that tries `body` and says DONE or REFUSED."""
    inner = "\n".join("    " + line for line in body.splitlines())
    source = f"try:\n{inner}\n    print('DONE')\nexcept ({errors}): print('REFUSED')"
    return script(source, *(verdicts or ("AC",)), prints=prints)


_RESOURCES: dict[str, Hostile] = {
    "bomb: processes in a new session": script(
        "import os\nwhile True:\n    try:\n        if os.fork() == 0: os.setsid()\n"
        "    except OSError: pass",
        "TLE",
    ),
    "bomb: processes that sleep": script(
        "import os, time\nfor _ in range(200):\n    try:\n        if os.fork() == 0:\n"
        "            time.sleep(99)\n    except OSError: break\ntime.sleep(99)",
        "TLE",
    ),
    "bomb: vfork children that wait": foreign(
        "c",
        "#include <unistd.h>\nint main(){if(vfork()==0){for(;;)pause();}return 0;}",
        "TLE",
    ),
    "bomb: threads that spin": script(
        "import threading\ndef g():\n    while True: pass\n"
        "for _ in range(20): threading.Thread(target=g).start()",
        "TLE",
    ),
    "bomb: C threads that spin": foreign(
        "c",
        "#include <pthread.h>\nvoid*f(void*p){for(;;);}\n"
        "int main(){pthread_t t;for(int i=0;i<16;i++)pthread_create(&t,0,f,0);pthread_join(t,0);}",
        "TLE",
    ),
    "bomb: CPU of short children": script(
        "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n"
        "        t = time.process_time()\n        while time.process_time() - t < 0.05: pass\n"
        "        os._exit(0)\n    os.wait()\nprint(42)",
        "TLE",
    ),
    "bomb: CPU of children reaped by nobody": script(
        "import os, signal, time\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "for _ in range(12):\n    pid = os.fork()\n    if pid == 0:\n"
        "        t = time.process_time()\n        while time.process_time() - t < 0.1: pass\n"
        "        os._exit(0)\n    try: os.waitpid(pid, 0)\n    except ChildProcessError: pass\n"
        "print(42)",
        "TLE",
    ),
    "bomb: CPU of orphans": script(
        "import os, time\nfor _ in range(12):\n    r, w = os.pipe()\n    if os.fork() == 0:\n"
        "        if os.fork() == 0:\n            t = time.process_time()\n"
        "            while time.process_time() - t < 0.1: pass\n            os._exit(0)\n"
        "        os._exit(0)\n    os.close(w)\n    os.read(r, 1)\n    os.close(r)\n    os.wait()\n"
        "print(42)",
        "TLE",
    ),
    "bomb: CPU in the kernel": script(
        "import os\nb = bytearray(1 << 20)\nf = os.open('/dev/zero', 0)\n"
        "while True: os.readv(f, [b])",
        "TLE",
    ),
    "bomb: CPU over threads and children": script(
        "import os, threading\ndef g():\n    while True: pass\nfor _ in range(3):\n"
        "    if os.fork() == 0: break\nfor _ in range(3): threading.Thread(target=g).start()",
        "TLE",
    ),
    "bomb: signals to itself": script(
        "import os, signal\nsignal.signal(10, lambda *a: os.kill(os.getpid(), 10))\n"
        "os.kill(os.getpid(), 10)\nwhile True: pass",
        "TLE",
        "RE",
    ),
    "bomb: timers": script(
        "import signal, time\nsignal.signal(14, lambda *a: None)\n"
        "signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)\nwhile True: time.sleep(1)",
        "TLE",
    ),
    "bomb: catches the end": script(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass", "TLE"
    ),
    "bomb: memory in small pieces": script("x = []\nwhile True: x.append(bytes(1000))", "MLE"),
    "bomb: memory of nested lists": script("x = []\nwhile True: x = [x] + [None] * 10 ** 5", "MLE"),
    "bomb: memory of a string": script("x = 'x'\nwhile True: x += x", "MLE"),
    "bomb: memory of a dict": script("x = {}\nwhile True: x[len(x)] = bytes(10 ** 5)", "MLE"),
    "bomb: memory that is caught": script(
        "x = []\nwhile True:\n    try:\n        while True: x.append(b'x' * (1 << 20))\n"
        "    except MemoryError: pass",
        "MLE",
    ),
    "bomb: memory everywhere at once": script(
        _FILL + "import os, time\nfor _ in range(60):\n    if os.fork() == 0:\n"
        "        b = fill(100)\n        time.sleep(9)\ntime.sleep(9)",
        "MLE",
    ),
    "bomb: memory in a grandchild": script(
        _FILL
        + "import os, time\nif os.fork() == 0:\n    if os.fork() == 0:\n        b = fill(400)\n"
        "        time.sleep(9)\n    os.wait()\n    os._exit(0)\nos.wait()\nprint(42)",
        "MLE",
    ),
    "bomb: memory of many threads": script(
        _FILL + "import threading, time\ndef g():\n    b = fill(40)\n    time.sleep(9)\n"
        "for _ in range(12): threading.Thread(target=g).start()",
        "MLE",
    ),
    "bomb: memory shared by children": script(
        "import mmap, os, time\nm = mmap.mmap(-1, 400 << 20)\nfor n in range(4):\n"
        "    if os.fork() == 0:\n        for i in range(n << 12, len(m), 4 << 12): m[i] = 1\n"
        "        for i in range(0, len(m), 4096): m[i]\n        time.sleep(9)\n"
        "time.sleep(9)",
        "MLE",
    ),
    "bomb: memory of a mapped file": script(
        "import mmap\nxs = []\nfor n in range(9):\n    f = open(f'/tmp/{n}', 'w+b')\n"
        "    f.truncate(60 << 20)\n    m = mmap.mmap(f.fileno(), 60 << 20)\n    xs.append(m)\n"
        "    for i in range(0, len(m), 4096): m[i] = 1",
        "RE",
        "MLE",
    ),
    "bomb: memory locked": foreign(
        "c",
        "#include <sys/mman.h>\n#include <stdio.h>\nint main(){"
        'puts(mlockall(3)?"REFUSED":"DONE");}',
        "AC",
        prints="REFUSED",
    ),
    "bomb: memory of the stack": foreign(
        "c",
        "int f(int n){volatile char b[4096];b[0]=n;return f(n+1)+b[0];}int main(){return f(0);}",
        "RE",
        "MLE",
    ),
    "bomb: many mappings": foreign(
        "c",
        "#include <sys/mman.h>\n#include <unistd.h>\nint main(){for(int i=0;i<70000;i++)"
        "mmap(0,4096,i&1?PROT_READ:PROT_READ|PROT_WRITE,"
        "MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE,-1,0);"
        "for(int i=0;i<8;i++)if(!fork())pause();pause();}",
        "TLE",
        "MLE",
    ),
    "bomb: big sparse file": _tried("open('/tmp/a', 'wb').truncate(1 << 40)"),
    "bomb: folders without end": _tried(
        "import os\nfor n in range(10 ** 6): os.mkdir('/tmp/d')\nos.chdir('/tmp/d')".replace(
            "for n in range(10 ** 6): os.mkdir('/tmp/d')\n",
            "for n in range(10 ** 6):\n    os.mkdir('d')\n    os.chdir('d')\n",
        ),
        "AC",
        "TLE",
    ),
    "bomb: links without end": _tried(
        "import os\nopen('/tmp/a', 'w')\nfor n in range(10 ** 6): os.link('/tmp/a', f'/tmp/b{n}')",
        "AC",
        "TLE",
    ),
    "bomb: symbolic links without end": _tried(
        "import os\nfor n in range(10 ** 6): os.symlink('/', f'/tmp/b{n}')"
    ),
    "bomb: deleted files that stay open": _tried(
        "import os\nkept = []\nfor n in range(10 ** 6):\n    f = open('/tmp/a', 'wb')\n"
        "    os.unlink('/tmp/a')\n    f.write(b'x' * (1 << 20))\n    f.flush()\n    kept.append(f)"
    ),
    "bomb: large pipes": _tried(
        "import fcntl, os\nkept = []\nfor n in range(10 ** 6):\n    p = os.pipe()\n"
        "    fcntl.fcntl(p[0], 1031, 1 << 20)\n    os.write(p[1], b'x' * (1 << 20))\n"
        "    kept.append(p)",
        "AC",
        "TLE",
    ),
    "bomb: epoll and timer descriptors": _tried(
        "import select\nkept = [select.epoll() for _ in range(10 ** 6)]"
    ),
    "bomb: flood on both streams": script(
        "import os\nwhile True:\n    os.write(1, b'x' * 4096)\n    os.write(2, b'x' * 4096)", "OLE"
    ),
    "bomb: flood by children": script(
        "import os\nfor _ in range(8): os.fork()\nwhile True: os.write(1, b'x' * 65536)", "OLE"
    ),
    "bomb: flood by splice": foreign(
        "c",
        "#include <fcntl.h>\n#include <unistd.h>\n#include <sys/sendfile.h>\nint main(){"
        'int f=open("/tmp/a",O_CREAT|O_RDWR,0600);ftruncate(f,1<<25);'
        "for(;;){off_t o=0;sendfile(1,f,&o,1<<25);}}",
        "OLE",
    ),
    "bomb: one byte at a time": script("import os\nwhile True: os.write(1, b'x')", "OLE", "TLE"),
    "bomb: endless error": script(
        "def f(): f()\nwhile True:\n    try: f()\n    except RecursionError: pass", "TLE"
    ),
    "bomb: huge power": script("print(len(str(7 ** (10 ** 9))))", "TLE", "MLE"),
    "bomb: huge shift": script("x = 1 << (1 << 40)\nprint(x)", "MLE", "RE"),
    "bomb: huge format": script(
        "print('%' + '9' * 9 + 'd' % 1)\nprint(f'{1:>{10 ** 10}}')", "MLE", "RE"
    ),
    "bomb: huge range to a list": script("list(range(10 ** 12))", "MLE"),
    "bomb: str to int": script(
        "import sys\nsys.set_int_max_str_digits(0)\nint('9' * 10 ** 7)", "TLE"
    ),
    "bomb: nested quantifiers": script(
        "import re\nre.match(r'^(\\w+\\s?)*$', 'aaaa ' * 40 + '!')", "TLE"
    ),
    "bomb: regular expression that compiles long": script(
        "import re\nre.compile('(' * 90 + 'a?{9999}' + ')' * 90)\n"
        "re.compile('(?:' * 50 + 'a' + '){1,99}' * 50)",
        "TLE",
        "RE",
        "MLE",
        "WA",
    ),
    "bomb: sort with a slow key": script("sorted(range(10 ** 9), key=str)", "TLE", "MLE"),
    "bomb: eval of a deep tree": script("eval('-' * 10 ** 6 + '1')", "RE", "MLE"),
    "bomb: eval of brackets": script("eval('[' * 10 ** 6 + ']' * 10 ** 6)", "OLE"),
    "bomb: source of many names": script(
        "\n".join(f"a{n} = {n}" for n in range(30000)), "WA", "TLE"
    ),
    "bomb: source of a long sum": script("x = " + "+".join(["1"] * 30000), "CE", "RE", "WA", "MLE"),
    "bomb: source of deep blocks": script(
        "".join(" " * n + "if 1:\n" for n in range(150)) + " " * 150 + "pass", "CE"
    ),
    "bomb: source that is a constant": script("x = " + "9" * 100000, "CE"),
    "bomb: source that folds": script(
        "x = ('a' * 4000,) * 4000, 2 ** 127 ** 3", "WA", "MLE", "TLE"
    ),
}

_STAYING: dict[str, Hostile] = {
    "survivor: new session that spins": script(
        "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        while True: pass\n    os._exit(0)\nprint('left')"
    ),
    "survivor: chain of forks": script(
        "import os, time\npid = os.fork()\nif pid == 0:\n    for _ in range(10 ** 6):\n"
        "        if os.fork(): os._exit(0)\n    time.sleep(9)\nprint('left')",
        "WA",
        "TLE",
    ),
    "survivor: stopped and traced group": script(
        "import os, signal, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
        "        os.setpgid(0, 0)\n        os.kill(0, signal.SIGSTOP)\n"
        "        os.write(1, b'42')\n        os._exit(0)\ntime.sleep(0.05)\nprint('left')"
    ),
    "survivor: parent stopped, child goes on": script(
        "import os, signal, time\np = os.getpid()\nif os.fork() == 0:\n    time.sleep(0.1)\n"
        "    os.kill(p, signal.SIGSTOP)\n    time.sleep(99)\ntime.sleep(99)",
        "TLE",
    ),
    "survivor: parent killed by its child": script(
        "import os, time\np = os.getpid()\nif os.fork() == 0:\n    os.write(1, b'42\\n')\n"
        "    os.kill(p, 9)\n    time.sleep(99)\ntime.sleep(99)",
        "RE",
    ),
    "survivor: parent execs, child writes": script(
        "import os, time\nif os.fork() == 0:\n    time.sleep(0.2)\n    os.write(1, b'42\\n')\n"
        "    os._exit(0)\nos.execv('/bin/true', ['true'])"
    ),
    "survivor: daemon thread": script(
        "import threading, time, os\ndef g():\n    time.sleep(0.3)\n    os.write(1, b'42\\n')\n"
        "threading.Thread(target=g, daemon=True).start()\nprint('left')"
    ),
    "survivor: thread that outlives main": script(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,"
        ")).start()\nprint(42)",
        "TLE",
    ),
    "survivor: main thread leaves, others spin": foreign(
        "c",
        "#include <pthread.h>\nvoid*f(void*p){for(;;);}\n"
        "int main(){pthread_t t;pthread_create(&t,0,f,0);pthread_exit(0);}",
        "TLE",
    ),
    "survivor: main thread leaves, others sleep": foreign(
        "c",
        "#include <pthread.h>\n#include <unistd.h>\nvoid*f(void*p){for(;;)pause();}\n"
        "int main(){pthread_t t;pthread_create(&t,0,f,0);pthread_exit(0);}",
        "TLE",
    ),
    "survivor: pipe given to a sleeper by exec": script(
        "import os\nif os.fork() == 0: os.execv('/bin/sleep', ['sleep', '99'])\nprint('left')"
    ),
    "survivor: zombies": script(
        "import os\nfor _ in range(500):\n    try:\n        if os.fork() == 0: os._exit(0)\n"
        "    except OSError: break\nprint('left')"
    ),
    "survivor: locks its input": script(
        "import fcntl\nfcntl.flock(0, fcntl.LOCK_EX)\nprint('left')"
    ),
    "survivor: files of a run before": script(
        "import os\nleft = os.listdir('/tmp')\nfor n in ('a', 'main.py', 'json.py', 'binary'):\n"
        "    open('/tmp/' + n, 'w').write('42')\nprint(left)",
        "AC",
        prints="[]",
    ),
    "survivor: patched library of a run before": script(
        "import json, random, builtins\nseen = hasattr(json, 'mark') or hasattr(builtins, 'mark')\n"
        "json.mark = builtins.mark = True\njson.loads = None\nprint(seen)",
        "AC",
        prints="False",
    ),
    "survivor: environment of a run before": script(
        "import os\nseen = 'MARK' in os.environ\nos.environ['MARK'] = '1'\n"
        "os.putenv('LD_PRELOAD', '/tmp/x.so')\nprint(seen)",
        "AC",
        prints="False",
    ),
}

_OUT: dict[str, Hostile] = {
    "escape: every file of its own namespace": script(
        "import os\nbad = []\nfor p in ('/etc/shadow', '/root/.ssh', '/var/run/docker.sock',"
        " '/run/docker.sock', '/home', '/proc/1/root/etc/shadow', '/dev/mem', '/dev/kmem',"
        " '/dev/vda', '/dev/sda', '/dev/kvm', '/dev/fuse', '/dev/net/tun', '/boot/vmlinuz',"
        " '/sys/kernel/debug'):\n    try:\n        if os.path.isdir(p):\n"
        "            if os.listdir(p): bad.append(p)\n"
        "        else:\n            open(p, 'rb').read(1)\n            bad.append(p)\n"
        "    except OSError: pass\nprint(bad)",
        "AC",
        prints="[]",
    ),
    "escape: terminals": _tried(
        "import os\nos.open('/dev/ptmx', os.O_RDWR)\nopen('/dev/tty', 'w')"
    ),
    "escape: named pipe to later": _tried("import os\nos.mkfifo('/usr/lib/x')\n", "AC"),
    "escape: device by mknod": _tried(
        "import os, stat\nos.mknod('/tmp/d', stat.S_IFBLK | 0o666, os.makedev(254, 0))"
    ),
    "escape: setuid helpers": script(
        "import subprocess\nbad = []\nfor c in (['su', '-c', 'id'], ['mount'], ['newgrp', 'root'],"
        " ['unshare', '-r', 'true'], ['ping', '-c1', '127.0.0.1'], ['chroot', '/tmp']):\n"
        "    try:\n        r = subprocess.run(c, capture_output=True, text=True, timeout=1)\n"
        "        if 'uid=0' in r.stdout or (c[0] == 'unshare' and not "
        "r.returncode): bad.append(c)\n"
        "    except (OSError, subprocess.TimeoutExpired): pass\nprint(bad)",
        "AC",
        "TLE",
        prints="[]",
    ),
    "escape: exec from /proc/self/fd": script(
        "import os, shutil\nshutil.copy('/bin/true', '/tmp/t')\nos.chmod('/tmp/t', 0o755)\n"
        "f = os.open('/tmp/t', os.O_RDONLY)\nos.execve(f'/proc/self/fd/{f}', ['t'], {})"
    ),
    "escape: out of /tmp by ..": _tried("open('/tmp/../usr/lib/x', 'w')"),
    "escape: hard link to the system": _tried("import os\nos.link('/usr/bin/env', '/tmp/l')"),
    "escape: rename of /tmp": _tried("import os\nos.rename('/tmp', '/tmq')"),
    "escape: kernel settings": script(
        "bad = []\nfor p in ('/proc/sys/kernel/core_pattern', '/proc/sys/vm/drop_caches',"
        " '/proc/sys/kernel/hostname', '/sys/kernel/uevent_helper', "
        "'/proc/sys/fs/binfmt_misc/register',"
        " '/sys/fs/cgroup/release_agent'):\n    try:\n"
        "        open(p, 'w').write('x')\n        bad.append(p)\n    except "
        "OSError: pass\nprint(bad)",
        "AC",
        prints="[]",
    ),
    "escape: lower its oom score": _tried(
        "h = open('/proc/self/oom_score_adj', 'w')\nh.write('-1000')\nh.flush()"
    ),
    "escape: user map": _tried("h = open('/proc/self/uid_map', 'w')\nh.write('0 0 1')\nh.flush()"),
    "escape: higher priority": _tried("import os\nos.setpriority(0, 0, -5)"),
    "escape: kill by group and session": script(
        "import os\nfor a in ((0, -1), (1, -1)):\n    try: os.killpg(a[0], 0)\n"
        "    except OSError: pass\ntry: os.kill(1, 19)\nexcept OSError: pass\nprint('alive')"
    ),
    "escape: raise a hard limit": _tried(
        "import resource\nfor r in (resource.RLIMIT_AS, resource.RLIMIT_NPROC,"
        " resource.RLIMIT_NOFILE):\n    resource.setrlimit(r, (1 << 40, 1 << 40))",
        errors="OSError, ValueError",
    ),
}

BOMBS = {**_RESOURCES, **_STAYING, **_OUT}
