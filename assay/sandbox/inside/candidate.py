"""The last steps of a trusted process before it becomes the candidate.

    wait(setup, channel, home)      # never returns

It waits for a job and six descriptors. These are laid out anew (0-2 the program's streams, 3 its
source or binary, 4 the note to the broker, 5 the value and 6 the call in call mode), limits set,
the uid changed, every capability given up, the seccomp filter put on; then Python source is run in
this warm interpreter and anything else by exec. `R` on the note says that from there on the
candidate acts; a process that fails earlier says `I` and why, which is our fault and not the
program's.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

from assay.sandbox.inside import kernel, packet, pyrun, seccomp
from assay.sandbox.inside.settings import COMPILING, Job, Setup

PROGRAM, NOTE, VALUE, CALL = 3, 4, 5, 6
_MB = 1 << 20
_STACK = {"python": 64 * _MB, "c": 64 * _MB, "cpp": 64 * _MB, "javascript": 8 * _MB}
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
}
JS_FLAGS = ("--no-warnings", "--random-seed=1")


_filter: ctypes.Structure | None = None
_hard: dict[int, int] = {}


def prepare(setup: Setup) -> None:
    """Once, in the zygote: what is the same for every case."""
    global _filter
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    if setup.seccomp and setup.spaces:
        _filter = seccomp.prepared(seccomp.candidate_filter(kernel.ARCH, True))
    for which in range(16):
        hard = resource.getrlimit(which)[1]
        _hard[which] = sys.maxsize if hard == resource.RLIM_INFINITY else hard


def wait(setup: Setup, channel: socket.socket, home: str) -> NoReturn:
    """Wait for a job, and leave quietly when none comes."""
    kernel.name_process("candidate")
    message, fds = packet.receive(channel)
    if len(fds) != 6:
        os._exit(1)
    os.close(channel.fileno())
    become(setup, packet.job_of(message), fds, home)


def become(setup: Setup, job: Job, fds: list[int], home: str) -> NoReturn:
    """Turn this process into the candidate.

    `fds`: program, input, stdout, stderr, value and note; `home` is its private folder.
    """
    note = fds[5]
    try:
        _lay_out(job, fds)
        note = NOTE
        os.chdir(home)
        if not setup.spaces:
            os.environ.update(HOME=home, TMPDIR=home)
        os.setsid()
        _limit(job)
        if setup.spaces:
            _first_to_go()
        _drop(setup)
        kernel.die_with_parent()
        if setup.seccomp:
            seccomp.install(_filter or _for_this_process())
        if job.lang == "python" and job.mode not in COMPILING:
            pyrun.main(job.mode, setup.python_path)
        _execute(setup, job, home)
    except BaseException as error:
        os.write(note, f"I{type(error).__name__}: {error}".encode()[:500])
    os._exit(1)


def _for_this_process() -> ctypes.Structure:
    """Without a pid namespace the filter names the one process that may be signalled."""
    return seccomp.prepared(seccomp.candidate_filter(kernel.ARCH, False, os.getpid()))


def _lay_out(job: Job, fds: list[int]) -> None:
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 32) for fd in fds]
    program, given, out, err, value, note = high
    calls = job.mode == "call"
    if calls:
        empty = os.open("/dev/null", os.O_RDONLY)
        os.dup2(empty, 0)
    else:
        os.dup2(given, 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.dup2(program, PROGRAM)
    os.dup2(note, NOTE)
    if calls:
        os.dup2(value, VALUE)
        os.dup2(given, CALL)
    os.closerange(CALL + 1 if calls else VALUE, 4096)


def _limit(job: Job) -> None:
    stack = _STACK[job.lang]
    limits = {
        resource.RLIMIT_CPU: int(job.cpu_s) + 2,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: job.processes,
        resource.RLIMIT_STACK: stack,
        resource.RLIMIT_FSIZE: 64 * _MB,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 128,
    }
    if job.lang != "javascript":
        limits[resource.RLIMIT_AS] = 2 * job.memory + 2048 * _MB
    for which, most in limits.items():
        most = min(most, _hard[which])
        resource.setrlimit(which, (most, most))


def _first_to_go() -> None:
    """Ask the kernel to take this process first when memory runs out."""
    descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(descriptor, b"1000")
    os.close(descriptor)


def _drop(setup: Setup) -> None:
    if setup.uid is not None:
        os.setgroups([])
        os.setresgid(setup.uid, setup.uid, setup.uid)
        os.setresuid(setup.uid, setup.uid, setup.uid)
    kernel.drop_capabilities()
    kernel.no_new_privileges()
    kernel.own_proc()


def _execute(setup: Setup, job: Job, home: str) -> NoReturn:
    for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    path, arguments = _command(setup, job)
    keeps_note = job.lang == "javascript"
    fcntl.fcntl(NOTE, fcntl.F_SETFD, 0 if keeps_note else fcntl.FD_CLOEXEC)
    fcntl.fcntl(PROGRAM, fcntl.F_SETFD, 0 if keeps_note else fcntl.FD_CLOEXEC)
    if not keeps_note:
        os.write(NOTE, b"R")
    os.execve(path, arguments, {**ENVIRONMENT, "HOME": home, "TMPDIR": home})


def _command(setup: Setup, job: Job) -> tuple[str, list[str]]:
    if job.mode in COMPILING:
        compiler = setup.runtimes[job.lang]
        standard = {"c": ("c", "gnu17"), "cpp": ("c++", "gnu++20")}[job.lang]
        warnings = ["-Wall", "-Wextra"] if job.mode == "compile" else ["-w"]
        flags = ["-x", standard[0], f"-std={standard[1]}", "-O2", *warnings, "-o", "binary", "-"]
        return compiler, [os.path.basename(compiler), *flags, "-lm"]
    if job.lang == "javascript":
        heap = max(16, job.memory // _MB)
        flags = [f"--max-old-space-size={heap}", *JS_FLAGS, "-e", JS_HARNESS, job.mode]
        return setup.runtimes["javascript"], ["node", *flags]
    return f"/proc/self/fd/{PROGRAM}", ["program"]


# A function of its own, so that no name of ours is in the program's way.
JS_HARNESS = r"""
(function () {
const fs = require('fs'), vm = require('vm'), Module = require('module');
const mode = process.argv[1], file = '/tmp/main.js';
process.argv.splice(1, 1, file);
const source = fs.readFileSync(3, 'utf8').replace(/^#!.*/, '');
fs.closeSync(3);
const main = new Module(file, null);
main.filename = file;
main.paths = [];
const load = Module.createRequire(file);
load.main = main;
process.mainModule = main;
function compiled(text) {
  try {
    return new vm.Script(text, {filename: file});
  } catch (error) {
    fs.writeSync(4, 'C' + String(error && error.stack).slice(0, 4000));
    process.exit(1);
  }
}
function started() { fs.writeSync(4, 'R'); fs.closeSync(4); }
// Node queues in memory what a pipe does not take at once, and loses it at process.exit.
for (const name of ['stdout', 'stderr']) {
  const made = Object.getOwnPropertyDescriptor(process, name).get;
  const get = () => {
    const stream = made.call(process);
    if (stream._handle) stream._handle.setBlocking(true);
    Object.defineProperty(process, name, {value: stream, configurable: true, enumerable: true});
    return stream;
  };
  Object.defineProperty(process, name, {get, configurable: true, enumerable: true});
}
function plain(value, depth) {
  if (depth > 64) throw new Error('value nested too deep');
  switch (typeof value) {
    case 'boolean': case 'string': return JSON.stringify(value);
    case 'bigint': return value.toString();
    case 'number':
      if (!Number.isFinite(value)) throw new Error('value is not finite');
      return Number.isSafeInteger(value) ? String(Object.is(value, -0) ? 0 : value)
                                         : JSON.stringify(value);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    return '[' + Array.from(value, (item) => plain(item, depth + 1)).join(',') + ']';
  }
  const kind = Object.getPrototypeOf(value);
  if (typeof value === 'object' && [Object.prototype, null].includes(kind)) {
    const pairs = Object.keys(value).map(
      (key) => JSON.stringify(key) + ':' + plain(value[key], depth + 1));
    return '{' + pairs.join(',') + '}';
  }
  throw new Error('value is not plain JSON');
}
let given = false;
function give(value) {
  if (given) return;
  given = true;
  let text;
  try { text = plain(value, 0); } catch (error) { console.error(String(error)); return; }
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) at += fs.writeSync(5, bytes, at);
}
if (mode === 'call') {
  const call = JSON.parse(fs.readFileSync(6, 'utf8'));
  fs.closeSync(6);
  const script = compiled(source);
  Object.assign(globalThis, {require: load, module: main, exports: main.exports});
  started();
  script.runInThisContext();
  let found;
  try { found = new vm.Script(call.name).runInThisContext(); } catch (error) { found = undefined; }
  if (typeof found !== 'function') found = main.exports[call.name];
  const value = found(...call.args);
  if (value && typeof value.then === 'function') value.then(give); else give(value);
} else {
  const script = compiled(Module.wrap(source));
  started();
  const run = script.runInThisContext();
  run.call(main.exports, main.exports, load, main, file, '/tmp');
}
})();
"""
