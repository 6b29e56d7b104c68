// Gives the terminal back when the process dies. Everything below clinux_guard_restore is async-signal-safe.
#define _GNU_SOURCE
#include "CLinux.h"
#include "Internal.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int fatal_signals[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGSYS};
enum { FATAL_COUNT = sizeof fatal_signals / sizeof *fatal_signals };

static char sequence_bytes[512];
static size_t sequence_length;
static struct termios shell_modes;
static int terminal = -1;
static atomic_int armed;
static char handler_stack[64 * 1024];

void clinux_guard_restore(void)
{
    if (!atomic_exchange(&armed, 0))
        return;
    size_t done = 0;
    while (done < sequence_length) {
        ssize_t count = write(terminal, sequence_bytes + done, sequence_length - done);
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    tcsetattr(terminal, TCSANOW, &shell_modes);
}

void clinux_die(int signal_number)
{
    // A job in the background is stopped by SIGTTOU when it changes the terminal: blocked, the change goes through.
    sigset_t all, this_one;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    clinux_guard_restore();
    signal(signal_number, SIG_DFL);
    sigemptyset(&this_one);
    sigaddset(&this_one, signal_number);
    pthread_sigmask(SIG_UNBLOCK, &this_one, NULL);
    raise(signal_number);
    _exit(128 + signal_number);
}

static void install(void)
{
    static int installed;
    // Of the calling thread: one that asks for a passphrase before the screen is there is another.
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    sigaltstack(&stack, NULL);
    if (installed)
        return;
    installed = 1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = clinux_die;
    action.sa_flags = SA_ONSTACK;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < FATAL_COUNT; i++)
        sigaction(fatal_signals[i], &action, NULL);
    atexit(clinux_guard_restore);
}

void clinux_guard_arm(int fd, const struct termios *modes, const char *sequence, size_t length)
{
    atomic_store(&armed, 0);
    terminal = fd;
    shell_modes = *modes;
    sequence_length = length < sizeof sequence_bytes ? length : sizeof sequence_bytes;
    memcpy(sequence_bytes, sequence, sequence_length);
    install();
    atomic_store(&armed, 1);
}

void clinux_guard_disarm(void) { atomic_store(&armed, 0); }
