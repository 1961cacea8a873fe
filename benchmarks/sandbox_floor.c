/* The floor under benchmarks/sandbox_cpu.py: what a case costs the kernel, without any Python.
 *
 *     sandbox_floor CASES MEGABYTES PAGES SPACES      -> milliseconds of wall and CPU a case
 *
 * A process with so much private memory makes, for each case, one child (with SPACES in pid, mount
 * and ipc namespaces of its own, /tmp and /proc mounted) and that one a child of its own, as the
 * fork server, the init and the candidate do. Each of the two writes to PAGES pages and ends.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double cpu(int who)
{
    struct rusage u;
    getrusage(who, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double both(void) { return cpu(RUSAGE_SELF) + cpu(RUSAGE_CHILDREN); }

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static long child(long flags) { return syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0); }

/* Spread as an interpreter's reference counts are: every fourth page. */
static void touch(char *memory, long pages)
{
    for (long at = 0; at < pages; at++)
        memory[at * 4 * 4096]++;
}

static void mounts(void)
{
    int failed = mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV,
                       "size=67108864,nr_inodes=4096,mode=1777");
    failed |= mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                    "hidepid=2,subset=pid");
    if (failed)
        _exit(1);
}

static void one(char *memory, long pages, int spaces)
{
    int status;
    long init = child(spaces ? CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC : 0);
    if (init == 0) {
        if (spaces)
            mounts();
        touch(memory, pages);
        long candidate = child(0);
        if (candidate == 0) {
            touch(memory, pages);
            _exit(0);
        }
        waitpid(candidate, &status, 0);
        _exit(0);
    }
    if (init < 0 || waitpid(init, &status, 0) < 0 || status != 0) {
        fprintf(stderr, "namespaces or mounts are refused\n");
        exit(1);
    }
}

int main(int count, char **values)
{
    if (count != 5)
        return 2;
    long cases = atol(values[1]), size = atol(values[2]) << 20, pages = atol(values[3]);
    char *memory = malloc(size);
    memset(memory, 1, size);
    if (pages * 4 * 4096 > size || unshare(CLONE_NEWNS) ||
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
        fprintf(stderr, "too many pages, or no right to make namespaces\n");
        return 1;
    }
    double begun = now(), spent = both();
    for (long at = 0; at < cases; at++)
        one(memory, pages, atoi(values[4]));
    printf("%.3f %.3f\n", (now() - begun) / cases * 1e3, (both() - spent) / cases * 1e3);
    return 0;
}
