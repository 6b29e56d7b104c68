// What Swift cannot import of the C library and of Linux: signal handlers, macros, varieties of posix_spawn, timerfd.
#ifndef CLINUX_H
#define CLINUX_H

#include <pty.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <termios.h>

// MARK: The process (Process.c)

/// No core dumps, no tracing by others, and no crash report that prints registers and memory. 0, or -1 and errno.
int clinux_harden(void);
/// Lets all threads share one heap; each further one would keep memory that the others cannot use.
void clinux_share_heap(void);
/// Takes the character set of the environment; whether that is UTF-8.
int clinux_use_locale(void);
/// wcwidth(3) in the locale taken.
int clinux_column_width(uint32_t scalar);
/// 0, and the size of the terminal in cells; -1 where it does not know.
int clinux_window_size(int fd, int *rows, int *columns);
static const int clinux_event_flags = EFD_CLOEXEC | EFD_NONBLOCK;

// MARK: Other programs (Program.c)

/// The program gets this process's own.
static const int CLINUX_INHERIT = -1;
/// The program gets /dev/null.
static const int CLINUX_NOTHING = -2;

/// The standard three of a program: descriptors of this process, CLINUX_INHERIT or CLINUX_NOTHING.
struct clinux_streams {
    int input;
    int output;
    int errors;
};

/// Where a program stands among the jobs of its terminal.
struct clinux_place {
    /// Whether it leads a session of its own, without a terminal.
    int new_session;
    /// Whether it leads a process group of its own, so that it can be ended with all that it started.
    int new_group;
    /// The terminal that a group of its own gets; -1 for none.
    int terminal;
};

/// In this process's own group.
static const struct clinux_place clinux_beside = {0, 0, -1};

/// Starts the program words[0], looked up in PATH where it has no slash, with the other words as its arguments, up to a null.
/// It gets default signal actions, this process's environment, its three streams and no other descriptor, and stands where
/// `place` says. 0, or an error number.
int clinux_start(char *const words[], struct clinux_streams streams, struct clinux_place place, pid_t *process);
/// Gives the terminal to a process group, also from the background. 0, or -1 and errno.
int clinux_give_terminal(int terminal, pid_t group);

// MARK: The terminal after a death (Guard.c)

/// From now on whatever ends the process first writes `sequence` to the terminal and gives it back `modes`.
/// Call it on the thread that has the terminal: the handlers run on a stack of their own there.
void clinux_guard_arm(int fd, const struct termios *modes, const char *sequence, size_t length);
void clinux_guard_disarm(void);

// MARK: Signals (Signals.c)

/// Takes over HUP, INT, TERM, WINCH, TSTP and CONT. An event descriptor that is readable when one has come; -1 and errno.
int clinux_signals_open(void);
/// The signals that came since the last call: bit N for signal N.
uint64_t clinux_signals_take(void);
/// Drops one signal that came, so that it is not reported.
void clinux_signals_forget(int signal);
/// Gives the signals their earlier actions back and closes the descriptor.
void clinux_signals_close(void);
/// The child that has the terminal, to which TERM, HUP and INT are passed on; 0 for none.
void clinux_signals_set_foreground_child(pid_t child);
/// Stops the job as ^Z does; returns when it is continued, or at once where no shell controls the job.
void clinux_stop_job(void);
/// Restores the terminal and ends the process by the signal, so that its parent can tell.
void clinux_die(int signal) __attribute__((noreturn));

// MARK: The clock (Clock.c)

/// A non-blocking timer descriptor whose read fails with ECANCELED after the real-time clock was set or the machine
/// resumed (timerfd_create(2)); -1 where the kernel has none.
int clinux_clock_step_descriptor(void);
/// Arms the descriptor anew: for a time that never comes, since only its cancellation matters.
void clinux_clock_await_step(int descriptor);

#endif
