"""Hostile programs in C, C++ and JavaScript: at compile time, at run time, in call mode.

    FOREIGN["compile: .incbin of /dev/zero"] == Hostile(source, ("CE",), "c")

Programs of the compiled languages are judged in stdin mode only; asked for 42.
"""

from hostile_kinds import Hostile, called, foreign

_MAIN = "int main(){}"


def _c(source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    return foreign("c", source, *verdicts, prints=prints)


def _cpp(source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    return foreign("cpp", source, *verdicts, prints=prints)


def _js(source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    return foreign("javascript", source, *verdicts, prints=prints)


def _jscall(source: str, *verdicts: str) -> Hostile:
    return called(source, *verdicts, lang="javascript")


_COMPILE: dict[str, Hostile] = {
    "compile: .incbin of /dev/zero": _c(f'__asm__(".incbin \\"/dev/zero\\"");{_MAIN}', "CE"),
    "compile: .incbin of a secret": _c(f'__asm__(".incbin \\"/etc/shadow\\"");{_MAIN}', "CE"),
    "compile: .incbin of init's memory": _c(
        f'__asm__(".incbin \\"/proc/1/environ\\"");{_MAIN}', "CE"
    ),
    "compile: .incbin of its own input": _c(
        '__asm__(".incbin \\"/proc/self/fd/0\\"");int main(){return 1;}', "CE", "RE"
    ),
    "compile: .rept without end": _c(
        f'__asm__(".rept 2000000000\\n.quad 1\\n.endr");{_MAIN}', "CE"
    ),
    "compile: .fill of a terabyte": _c(f'__asm__(".fill 1099511627776");{_MAIN}', "CE"),
    "compile: .org far away": _c(f'__asm__(".org 0x7fffffffffff");{_MAIN}', "CE"),
    "compile: include of /dev/random": _c(f'#include "/dev/urandom"\n{_MAIN}', "CE"),
    "compile: include of /etc/passwd": _c(f'#include "/etc/passwd"\n{_MAIN}', "CE"),
    "compile: include of /proc/self/mem": _c(f'#include "/proc/self/mem"\n{_MAIN}', "CE", "WA"),
    "compile: include of the sink": _c(f'#include "/proc/self/fd/1"\n{_MAIN}', "CE"),
    "compile: include of itself": _c(
        f'#include "/proc/self/fd/0"\n#include "/dev/stdin"\n{_MAIN}', "CE", "WA"
    ),
    "compile: macro bomb": _c(
        "#define A(x) x x x x x x x x x x\n#define B(x) A(A(A(A(x))))\n"
        f"int x[]={{B(B(B(1,)))}};{_MAIN}",
        "CE",
    ),
    "compile: error bomb": _c("x" * 9 + ";\n" + "y z;\n" * 20000, "CE"),
    "compile: one line of a megabyte": _c("int x = " + "1+" * 200000 + f"1;{_MAIN}", "CE", "WA"),
    "compile: deep parentheses": _c(
        "int x=" + "(" * 100000 + "1" + ")" * 100000 + f";{_MAIN}", "CE"
    ),
    "compile: deep blocks": _c("int main()" + "{" * 100000 + "}" * 100000, "CE", "WA"),
    "compile: huge array on the stack": _c(
        "int main(){volatile char x[1L<<40];x[5]=1;return x[7];}", "CE", "RE", "WA", "MLE"
    ),
    "compile: no main": _c("int x;", "CE"),
    "compile: main is data": _c("int main=42;", "RE"),
    "compile: empty": _c("", "CE"),
    "compile: NUL": _c("int main(){}\0", "CE", "WA"),
    "compile: linker flags in the source": _c(
        f'#pragma comment(lib, "/etc/passwd")\n#pragma GCC optimize '
        f'("-fplugin=/tmp/x.so")\n{_MAIN}',
        "CE",
        "WA",
    ),
    "compile: linker script by asm": _c(
        '__asm__(".section .note.GNU-stack,\\"x\\"\\n.section .interp,'
        '\\"a\\"\\n.ascii \\"/tmp/x\\\\0\\"");int main(){}',
        "CE",
        "RE",
        "WA",
    ),
    "compile: constexpr bomb": _cpp(
        f"constexpr long f(long n){{return n<2?n:f(n-1)+f(n-2);}}static_assert(f(90)>0);{_MAIN}",
        "CE",
    ),
    "compile: template of templates": _cpp(
        "template<int N,int M>struct A{static const int v=A<N-1,M>::v+A<N-1,M+1>::v;};"
        "template<int M>struct A<0,M>{static const int v=M;};int main(){return A<800,0>::v;}",
        "CE",
    ),
    "compile: variadic bomb": _cpp(
        "#include <utility>\ntemplate<int...I>constexpr int "
        "f(std::integer_sequence<int,I...>){return (I+...);}"
        "int main(){return f(std::make_integer_sequence<int,100000000>{});}",
        "CE",
    ),
    "compile: overload bomb": _cpp(
        "#include <tuple>\ntemplate<class T>auto d(T t){return std::make_pair(t,"
        "std::make_pair(t,t));}"
        "int main(){auto x=d(d(d(d(d(d(d(d(d(d(d(d(d(d(d(d(1))))))))))))))));}",
        "CE",
        "WA",
        "RE",
    ),
}

_SYS = (
    "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include "
    "<unistd.h>\n#include <fcntl.h>\n#include <signal.h>\n#include "
    "<sys/syscall.h>\n#include <sys/mman.h>\n#include <sys/wait.h>\nstatic void "
    "fill(volatile char*p,long n){for(long i=0;i<n;i+=4096)p[i]=1;}\n"
)
_RUN: dict[str, Hostile] = {
    "c: constructor that leaves": _c(
        _SYS + "__attribute__((constructor)) void a(){_exit(0);}int main(){}"
    ),
    "c: writes every descriptor": _c(
        _SYS + 'int main(){for(int i=3;i<1024;i++)write(i,"{\\"flag\\":\\"ok\\"}",13);}'
    ),
    "c: closes everything": _c(_SYS + 'int main(){for(int i=0;i<1024;i++)close(i);puts("42");}'),
    "c: stdout is not flushed": _c(_SYS + 'int main(){printf("42");_exit(0);}'),
    "c: right, then abort": _c(_SYS + 'int main(){puts("42");fflush(stdout);abort();}', "RE"),
    "c: right, exit 1": _c(_SYS + 'int main(){puts("42");return 1;}', "RE"),
    "c: right, exit 256": _c(_SYS + 'int main(){puts("42 ");return 257;}', "RE"),
    "c: divides by zero": _c(_SYS + "volatile int z,y=7;int main(){y=y/z;return 0;}", "RE"),
    "c: jumps into data": _c(_SYS + "char b[9];int main(){((void(*)())b)();}", "RE"),
    "c: alarm": _c(_SYS + "int main(){alarm(1);for(;;)pause();}", "RE", "TLE"),
    "c: stops itself": _c(_SYS + "int main(){raise(SIGSTOP);}", "TLE"),
    "c: blocks every signal": _c(
        _SYS + "int main(){sigset_t s;sigfillset(&s);sigprocmask(SIG_BLOCK,&s,0);for(;;);}", "TLE"
    ),
    "c: memory without touching": _c(
        _SYS + 'int main(){char*p=malloc(1L<<40);puts(p?"DONE":"REFUSED");}', "AC", prints="REFUSED"
    ),
    "c: memory over forks": _c(
        _SYS + "int main(){for(int i=0;i<6;i++)if(!fork()){char*p=malloc(90<<20);fill(p,"
        "90<<20);sleep(9);}sleep(9);}",
        "MLE",
    ),
    "c: memory behind a main thread that left": _c(
        _SYS + "#include <pthread.h>\nvoid*f(void*p){char*b=malloc(600<<20);fill(b,"
        "600<<20);sleep(9);return 0;}"
        "int main(){pthread_t t;pthread_create(&t,0,f,0);pthread_exit(0);}",
        "MLE",
    ),
    "c: memory behind many such": _c(
        _SYS + "#include <pthread.h>\nvoid*f(void*p){char*b=malloc(90<<20);fill(b,90<<20);"
        "sleep(9);return 0;}"
        "int main(){pthread_t t;for(int i=0;i<5;i++)if(!fork())break;"
        "pthread_create(&t,0,f,0);pthread_exit(0);}",
        "MLE",
    ),
    "c: memory that hides itself": _c(
        _SYS + "#include <sys/prctl.h>\nint main(){prctl(4,0);for(int i=0;i<6;"
        "i++)if(!fork()){char*p=malloc(90<<20);fill(p,90<<20);sleep(9);}sleep(9);}",
        "MLE",
    ),
    "c: memory forked whole": _c(
        _SYS + "int main(){char*p=malloc(100<<20);fill(p,100<<20);for(int i=0;i<5;"
        "i++)if(!fork()){usleep(200000);_exit(0);}"
        'while(wait(0)>0);puts("shared");}',
        "AC",
        prints="shared",
    ),
    "c: huge pages": _c(
        _SYS + "int main(){char*p=mmap(0,300L<<20,3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0);"
        "madvise(p,300L<<20,14);fill(p,300L<<20);sleep(1);}",
        "MLE",
    ),
    "c: memory that comes and goes": _c(
        _SYS + "int main(){for(;;){char*p=malloc(80<<20);fill(p,80<<20);free(p);}}", "TLE"
    ),
    "c: fork bomb": _c(_SYS + "int main(){for(;;)fork();}", "TLE"),
    "c: forks and leaves": _c(_SYS + "int main(){for(;;)if(fork())_exit(0);}", "WA", "TLE"),
    "c: vdso and clocks": _c(
        _SYS
        + 'int main(){struct{long a,b;}t={0,0};printf("%ld\\n",syscall(SYS_clock_settime,0,&t));}',
        "AC",
        prints="-1",
    ),
    "c: raw clone with CLONE_NEWPID": _c(
        _SYS + 'int main(){printf("%ld\\n",syscall(SYS_clone,0x20000000|17,0,0,0,0));}',
        "AC",
        prints="-1",
    ),
    "c: clone3": _c(
        _SYS + 'int main(){long a[11]={0x10000000};printf("%ld\\n",syscall(435,a,88));}',
        "AC",
        prints="-1",
    ),
    "c: vfork that shares its parent": _c(
        _SYS + 'int main(){volatile int x=0;if(vfork()==0){x=41;_exit(0);}printf("%d\\n",x);}'
    ),
    "c: execs a shell": _c(
        _SYS
        + 'int main(){execl("/bin/sh","sh","-c","echo 41; kill -9 1; echo > /usr/x",(char*)0);}',
        "WA",
        "RE",
    ),
    "c: seccomp of its own": _c(
        _SYS + '#include <sys/prctl.h>\nint main(){puts(prctl(22,1)?"REFUSED":"DONE");}',
        "AC",
        prints="REFUSED",
    ),
    "c: cpu on the alternate stack": _c(
        _SYS + "char s[65536];void h(int n){}int main(){stack_t t={s,0,sizeof s};sigaltstack(&t,0);"
        "struct sigaction a={.sa_handler=h,.sa_flags=SA_ONSTACK|SA_NODEFER};"
        "sigaction(SIGSEGV,&a,0);*(volatile int*)0=1;}",
        "TLE",
    ),
    "c: 64-bit int 0x80 of exit": _c(
        'int main(){__asm__ volatile("int $0x80"::"a"(1),"b"(0));}', "RE"
    ),
    "c: far jump to 32 bits": _c(
        'int main(){__asm__ volatile("push $0x23\\n lea 1f(%%rip),%%rax\\n push '
        '%%rax\\n lretq\\n 1: nop\\n hlt":::"rax");}',
        "RE",
    ),
    "c: input left unread": Hostile(
        _SYS + 'int main(){puts("41");}', ("WA",), "c", stdin="6 7\n" * 500000
    ),
    "cpp: throws": _cpp('#include <stdexcept>\nint main(){throw std::runtime_error("42");}', "RE"),
    "cpp: bad_alloc": _cpp("#include <vector>\nint main(){std::vector<long>x(1L<<40);}", "MLE"),
    "cpp: terminate handler that leaves": _cpp(
        "#include <exception>\n#include <cstdlib>\nint "
        "main(){std::set_terminate([]{_Exit(0);});throw 1;}"
    ),
    "cpp: atexit prints": _cpp(
        '#include <cstdio>\n#include <cstdlib>\nint main(){atexit([]{puts("41");});quick_exit(0);}'
    ),
    "cpp: threads without end": _cpp(
        "#include <thread>\n#include <vector>\nint main(){std::vector<std::thread>t;"
        "for(;;)try{t.emplace_back([]{for(;;);});}catch(...){}}",
        "TLE",
    ),
}

_NODE: dict[str, Hostile] = {
    "js: process.exit in a call": _jscall("const f = () => process.exit(0)"),
    "js: exit code set": _js("console.log(42); process.exitCode = 7", "RE"),
    "js: exit handler that leaves": _js(
        "process.on('exit', () => process.exit(0)); null.x", "WA", "RE"
    ),
    "js: reallyExit": _js("process.reallyExit(0)"),
    "js: abort": _js("process.abort()", "RE"),
    "js: kill itself": _js("process.kill(process.pid, 9)", "RE"),
    "js: uncaught handler": _js("process.on('uncaughtException', () => {}); null.x"),
    "js: unhandled rejection": _js("Promise.reject(new Error('no'))", "RE"),
    "js: never settles": _jscall("const f = () => new Promise(() => {})", "WA"),
    "js: rejects": _jscall("const f = async () => { throw new Error('no') }", "RE"),
    "js: thenable": _jscall("const f = () => ({then(g) { g(41) }})"),
    "js: thenable that calls twice": _jscall("const f = () => ({then(g) { g(4); g(2) }})"),
    "js: String object": _jscall("const f = () => new String('42')"),
    "js: Number object": _jscall("const f = () => new Number(42)"),
    "js: Number subclass": _jscall("class N extends Number {}; const f = () => new N(42)"),
    "js: Array subclass of numbers": _jscall("class A extends Array {}; const f = () => A.of(42)"),
    "js: Proxy": _jscall("const f = () => new Proxy({}, {get: () => 42, ownKeys: () => []})"),
    "js: Symbol.toPrimitive": _jscall("const f = () => ({[Symbol.toPrimitive]: () => 42})"),
    "js: getters": _jscall("const f = () => ({get a() { return 42 }})"),
    "js: sparse array": _jscall("const f = () => { const x = []; x[3] = 42; return x }"),
    "js: endless array length": _jscall(
        "const f = () => { const x = []; x.length = 4294967295; return x }", "WA", "TLE", "MLE"
    ),
    "js: cyclic": _jscall("const x = []; x.push(x); const f = () => x"),
    "js: deep": _jscall(
        "const f = () => { let x = 42; for (let i = 0; i < 9999; i++) x = [x]; return x }"
    ),
    "js: NaN": _jscall("const f = () => NaN"),
    "js: Infinity": _jscall("const f = () => Infinity"),
    "js: undefined": _jscall("const f = () => {}"),
    "js: near": _jscall("const f = () => 42.0000000001"),
    "js: string": _jscall("const f = () => '42'"),
    "js: boolean": _jscall("const f = () => true"),
    "js: Date": _jscall("const f = () => new Date(42)"),
    "js: Map": _jscall("const f = () => new Map([[1, 42]])"),
    "js: symbol": _jscall("const f = () => Symbol('42')"),
    "js: function": _jscall("const f = () => f"),
    "js: raw value": _jscall(
        "const f = () => { require('fs').writeSync(5, '42 42'); process.exit(0) }"
    ),
    "js: raw value and value": _jscall(
        "const f = () => { require('fs').writeSync(5, '4'); return 'x' }"
    ),
    "js: patched JSON": _jscall("JSON.stringify = () => 'true'; const f = () => 'x'"),
    "js: patched Array.from and Object.keys": _jscall(
        "Array.from = () => []; Object.keys = () => []; const f = () => [42]"
    ),
    "js: patched give": _jscall(
        "globalThis.give = globalThis.plain = () => '42'; const f = () => 'x'"
    ),
    "js: patched Function.prototype.call": _js("Function.prototype.call = () => 42"),
    "js: patched console": _js("console.log = () => {}; console.log(42)"),
    "js: patched stdout": _js("process.stdout.write = () => true; console.log(42)"),
    "js: descriptors": _js(
        "const fs = require('fs'); const found = [];"
        "for (let n = 3; n < 64; n++) try { if (fs.fstatSync(n).isFIFO()"
        " && fs.readlinkSync('/proc/self/fd/' + n)) fs.writeSync(n, 'R'); } catch (e) {}"
        "console.log(41)",
        "WA",
        "RE",
        "TLE",
    ),
    "js: frames of the harness": _js(
        "let s = ''; try { s = String(arguments.callee.caller) } catch (e) { s = 'nothing' }"
        "console.log(s.includes('expect') ? 'DONE' : 'REFUSED')",
        "AC",
        prints="REFUSED",
    ),
    "js: process.binding": _js(
        "let s = 'REFUSED'; try { process.binding('spawn_sync').spawn({file: "
        "'/bin/sh', args: ['sh', '-c', 'echo 42 > /usr/a'],"
        " envPairs: [], stdio: []}); if (require('fs').existsSync('/usr/a')) s = "
        "'DONE' } catch (e) {} console.log(s)",
        "AC",
        "RE",
        prints="REFUSED",
    ),
    "js: dlopen": _js(
        "let s = 'REFUSED'; try { process.dlopen({exports: {}}, "
        "'/usr/lib/x86_64-linux-gnu/libc.so.6'); s = 'DONE' } catch (e) {} "
        "console.log(s)",
        "AC",
        prints="REFUSED",
    ),
    "js: writes the root": _js(
        "const bad = []; for (const p of ['/a', '/usr/a', '/etc/a', '/dev/a', "
        "'/proc/1/mem', '/proc/sys/kernel/core_pattern'])"
        " try { require('fs').writeFileSync(p, 'x'); bad.push(p) } catch (e) {} "
        "console.log(bad.length)",
        "AC",
        prints="0",
    ),
    "js: listens": _js(
        "require('net').createServer().listen(0).on('error', () => "
        "console.log('REFUSED')).on('listening', () => { console.log('DONE'); "
        "process.exit() })",
        "AC",
        prints="REFUSED",
    ),
    "js: inspector": _js(
        "let s = 'REFUSED'; try { const i = require('inspector'); i.open(0); if "
        "(i.url()) s = 'DONE' } catch (e) {} console.log(s)",
        "AC",
        prints="REFUSED",
    ),
    "js: worker that spins": _js(
        "const {Worker} = require('worker_threads'); for (let i = 0; i < 4; i++) "
        "new Worker('for (;;) {}', {eval: true})",
        "TLE",
    ),
    "js: workers without end": _js(
        "const {Worker} = require('worker_threads'); for (;;) new Worker('for (;;) "
        "{}', {eval: true})",
        "TLE",
        "MLE",
        "RE",
    ),
    "js: worker that leaves with the answer": _js(
        "const {Worker} = require('worker_threads'); new Worker('process.exit(0)', "
        "{eval: true}); setTimeout(() => console.log(41), 50)",
        "WA",
        "RE",
    ),
    "js: child that survives": _js(
        "require('child_process').spawn('/bin/sleep', ['99'], {detached: true, "
        "stdio: 'inherit'}).unref(); console.log(41)",
        "WA",
        "RE",
    ),
    "js: timers without end": _js("setInterval(() => {}, 1)", "TLE"),
    "js: microtasks without end": _js(
        "const g = () => Promise.resolve().then(g); g()", "TLE", "MLE"
    ),
    "js: waits on nothing": _js(
        "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", "TLE"
    ),
    "js: heap": _js("const x = []; for (;;) x.push(new Array(100000).fill(1.5))", "MLE"),
    "js: strings": _js(
        "let x = 'x'; for (;;) x = (x + x).split('').reverse().join('')", "MLE", "RE", "TLE"
    ),
    "js: buffers": _js("const x = []; for (;;) x.push(Buffer.alloc(10000000, 1))", "MLE"),
    "js: shared memory": _js(
        "const b = new Int32Array(new SharedArrayBuffer(400 << 20)); b.fill(1); "
        "setTimeout(() => {}, 99)",
        "MLE",
    ),
    "js: WebAssembly memory": _js(
        "const m = new WebAssembly.Memory({initial: 6000}); new "
        "Uint8Array(m.buffer).fill(1); setTimeout(() => {}, 99)",
        "MLE",
    ),
    "js: ReDoS": _js("console.log(/^(a+)+$/.test('a'.repeat(64) + 'b'))", "TLE"),
    "js: BigInt": _js("let x = 7n; for (;;) x = x ** 7n", "TLE", "MLE", "RE"),
    "js: recursion": _js("const g = () => g() + 1; g()", "RE"),
    "js: flood": _js("for (;;) process.stdout.write('x'.repeat(65536))", "OLE", "MLE", "TLE"),
    "js: flood on stderr": _js("for (;;) require('fs').writeSync(2, 'x'.repeat(65536))", "OLE"),
    "js: compile bomb": _js("x = " + "(" * 20000 + ")" * 20000, "CE", "RE"),
    "js: closes the wrapper": _js("}); console.log(41); (function () {", "CE", "WA"),
    "js: import": _js("import fs from 'fs'; console.log(42)", "CE"),
    "js: hash-bang and BOM": _js("#!/usr/bin/env node\nconsole.log(41)"),
    "js: CR after the answer": _js("process.stdout.write('42\\r\\n')"),
    "js: minus zero": _js("console.log(-0)"),
    "js: randomness": _js("console.log(Math.random() === Math.random())"),
}

FOREIGN = {**_COMPILE, **_RUN, **_NODE}
