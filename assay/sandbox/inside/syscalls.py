"""System calls by name, and who may make which.

    number("openat", "x86_64") == 257

`CANDIDATE` is the allow-list of an untrusted program; `SUPERVISOR` is what the trusted processes
inside a container need beside it. Numbers are the kernel's: x86-64 first, then 64-bit ARM, `-`
where the call does not exist. What is in no list does not exist for us: sockets, ptrace,
io_uring, bpf, keyctl, userfaultfd, module loading, clocks being set and the rest.
"""

_CANDIDATE = """
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69
pwritev:296:70 preadv2:327:286 pwritev2:328:287 open:2:- openat:257:56 close:3:57
close_range:436:436 stat:4:- fstat:5:80 lstat:6:- newfstatat:262:79 statx:332:291 access:21:-
faccessat:269:48 faccessat2:439:439 readlink:89:- readlinkat:267:78 lseek:8:62 mmap:9:222
mprotect:10:226 munmap:11:215 mremap:25:216 madvise:28:233 brk:12:214 msync:26:227
mincore:27:232 rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139
rt_sigsuspend:130:133 rt_sigpending:127:136 rt_sigtimedwait:128:137 sigaltstack:131:132
fcntl:72:25 dup:32:23 dup2:33:- dup3:292:24 pipe:22:- pipe2:293:59 poll:7:- ppoll:271:73
select:23:- pselect6:270:72 epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21
epoll_wait:232:- epoll_pwait:281:22 epoll_pwait2:441:441 eventfd:284:- eventfd2:290:19
timerfd_create:283:85 timerfd_settime:286:86 timerfd_gettime:287:87 fork:57:- vfork:58:-
execve:59:221 exit:60:93 exit_group:231:94 wait4:61:260 waitid:247:95 getpid:39:172
gettid:186:178 getppid:110:173 getpgrp:111:- getpgid:121:155 getsid:124:156 getuid:102:174
geteuid:107:175 getgid:104:176 getegid:108:177 getresuid:118:148 getresgid:120:150
getgroups:115:158 uname:63:160 sysinfo:99:179 times:100:153 getrusage:98:165 getrlimit:97:163
setrlimit:160:164 gettimeofday:96:169 clock_gettime:228:113 clock_getres:229:114
clock_nanosleep:230:115 nanosleep:35:101 time:201:- alarm:37:- pause:34:- getitimer:36:102
setitimer:38:103 timer_create:222:107 timer_settime:223:110 timer_gettime:224:108
timer_delete:226:111 timer_getoverrun:225:109 futex:202:98 futex_waitv:449:449
set_robust_list:273:99 get_robust_list:274:100 set_tid_address:218:96 rseq:334:293
arch_prctl:158:- sched_yield:24:124 sched_getaffinity:204:123 sched_setaffinity:203:122
sched_getparam:143:121 sched_getscheduler:145:120 sched_get_priority_max:146:125
sched_get_priority_min:147:126 getpriority:140:141 membarrier:324:283 getcpu:309:168
getrandom:318:278 getcwd:79:17 chdir:80:49 fchdir:81:50 mkdir:83:- mkdirat:258:34 rmdir:84:-
unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38 renameat2:316:276 link:86:-
linkat:265:37 symlink:88:- symlinkat:266:36 creat:85:- truncate:76:45 ftruncate:77:46
fallocate:285:47 chmod:90:- fchmod:91:52 fchmodat:268:53 umask:95:166 utime:132:- utimes:235:-
utimensat:280:88 fsync:74:82 fdatasync:75:83 flock:73:32 getdents:78:- getdents64:217:61
statfs:137:43 fstatfs:138:44 fadvise64:221:223 sendfile:40:71 copy_file_range:326:285
splice:275:76 tee:276:77 capget:125:90 restart_syscall:219:128
"""
_CONDITIONAL = """
clone:56:220 clone3:435:435 ioctl:16:29 prctl:157:167 prlimit64:302:261 kill:62:129
tgkill:234:131 tkill:200:130 setsid:112:157 setpgid:109:154
"""
_SUPERVISOR = """
unshare:272:97 mount:165:40 umount2:166:39 pivot_root:155:41 setuid:105:146 setgid:106:144
setgroups:116:159 setresuid:117:147 setresgid:119:149 capset:126:91 seccomp:317:277
memfd_create:319:279 socketpair:53:199 sendmsg:46:211 recvmsg:47:212 pidfd_open:434:434
fchown:93:55 fchownat:260:54 chown:92:- execveat:322:281 sethostname:170:161
"""
ARCHES = ("x86_64", "aarch64")


def _table(text: str) -> dict[str, tuple[int | None, int | None]]:
    rows = (entry.split(":") for entry in text.split())
    return {name: (_number(first), _number(second)) for name, first, second in rows}


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)


CANDIDATE = _table(_CANDIDATE)
CONDITIONAL = _table(_CONDITIONAL)
SUPERVISOR = _table(_SUPERVISOR)
_ALL = {**CANDIDATE, **CONDITIONAL, **SUPERVISOR}


def number(name: str, arch: str) -> int | None:
    """The number of a listed call on `arch`; None where that machine has no such call."""
    return _ALL[name][ARCHES.index(arch)]
