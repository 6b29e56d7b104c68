// Signals that the main loop handles: the handler notes them and wakes the loop.
#define _GNU_SOURCE
#include "CLinux.h"
#include "Internal.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

static const int noted_signals[] = {SIGHUP, SIGINT, SIGTERM, SIGWINCH, SIGTSTP, SIGCONT};
enum { NOTED_COUNT = sizeof noted_signals / sizeof *noted_signals };

static struct sigaction earlier[NOTED_COUNT];
static int event_fd = -1;
static atomic_uint_fast64_t noted;
static atomic_int foreground_child;

static int asks_to_end(int signal_number)
{
    return signal_number == SIGHUP || signal_number == SIGINT || signal_number == SIGTERM;
}

static void on_noted(int signal_number)
{
    int saved_errno = errno;
    pid_t child = atomic_load(&foreground_child);
    if (child != 0 && asks_to_end(signal_number))
        kill(child, signal_number);
    uint64_t bit = UINT64_C(1) << signal_number;
    uint64_t before = atomic_fetch_or(&noted, bit);
    // Asked again while the loop has not even read the first: it is stuck, and the person wants it gone.
    if ((before & bit) != 0 && asks_to_end(signal_number))
        clinux_die(signal_number);
    uint64_t one = 1;
    // A full counter wakes the loop as well.
    ssize_t written = write(event_fd, &one, sizeof one);
    (void)written;
    errno = saved_errno;
}

int clinux_signals_open(void)
{
    if (event_fd >= 0) {
        errno = EBUSY;
        return -1;
    }
    event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event_fd < 0)
        return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_noted;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < NOTED_COUNT; i++)
        sigaction(noted_signals[i], &action, &earlier[i]);
    return event_fd;
}

uint64_t clinux_signals_take(void)
{
    uint64_t count;
    ssize_t size = read(event_fd, &count, sizeof count);
    (void)size;
    return atomic_exchange(&noted, 0);
}

void clinux_signals_forget(int signal_number) { atomic_fetch_and(&noted, ~(UINT64_C(1) << signal_number)); }

void clinux_signals_close(void)
{
    for (int i = 0; i < NOTED_COUNT; i++)
        sigaction(noted_signals[i], &earlier[i], NULL);
    close(event_fd);
    event_fd = -1;
    atomic_store(&noted, 0);
}

void clinux_signals_set_foreground_child(pid_t child) { atomic_store(&foreground_child, child); }

void clinux_stop_job(void)
{
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, &before);
    // The whole job, as the terminal would: what else runs in it must stop too.
    kill(0, SIGTSTP);
    // Another thread may be the one that takes the signal, a moment later: this one must not go on before.
    struct timespec moment = {.tv_nsec = 100 * 1000 * 1000};
    nanosleep(&moment, NULL);
    sigaction(SIGTSTP, &before, NULL);
}
