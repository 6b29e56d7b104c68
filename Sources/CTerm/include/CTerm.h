// What Swift cannot import of ncursesw and of the terminal: macros, mutable globals, variadic functions, signal handlers.
#ifndef CTERM_H
#define CTERM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <pty.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <termios.h>

// MARK: ncurses

static inline WINDOW *cterm_stdscr(void) { return stdscr; }
static inline WINDOW *cterm_curscr(void) { return curscr; }
static inline int cterm_colors(void) { return COLORS; }

static const attr_t cterm_bold = A_BOLD;
static const attr_t cterm_dim = A_DIM;
static const attr_t cterm_underline = A_UNDERLINE;
static const attr_t cterm_reverse = A_REVERSE;

/// A cell of a base character and its marks, at most CCHARW_MAX in all.
static inline cchar_t cterm_cell(const uint32_t *scalars, int count, attr_t attributes, int pair)
{
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int i = 0; i < count && i < CCHARW_MAX; i++)
        text[i] = (wchar_t)scalars[i];
    cchar_t cell;
    setcchar(&cell, text, attributes, 0, &pair);
    return cell;
}

enum cterm_probe_result { CTERM_USABLE, CTERM_UNKNOWN_TYPE, CTERM_NO_DATABASE, CTERM_INCAPABLE };

/// Whether terminfo describes a terminal of this type that a full screen can be drawn on. Never exits.
enum cterm_probe_result cterm_probe(const char *type, int fd);

// MARK: The C library

/// Takes the character set of the environment; whether that is UTF-8.
int cterm_use_locale(void);
/// wcwidth(3) in the locale taken.
int cterm_column_width(uint32_t scalar);
/// 0, and the size of the terminal in cells; -1 where it does not know.
int cterm_window_size(int fd, int *rows, int *columns);
char *const *cterm_environment(void);
static const int cterm_event_flags = EFD_CLOEXEC | EFD_NONBLOCK;
/// A spawned program shall get default signal actions, no descriptor but the standard three, and maybe its own session.
int cterm_spawn_apart(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int new_session);
/// No core dumps, no tracing by others, and no crash report that prints registers and memory. 0, or -1 and errno.
int cterm_harden(void);

// MARK: The terminal after a death (Guard.c)

/// From now on whatever ends the process first writes `sequence` to the terminal and gives it back `modes`.
/// Call it on the main thread: the handlers run on a stack of their own there.
void cterm_guard_arm(int fd, const struct termios *modes, const char *sequence, size_t length);
void cterm_guard_disarm(void);

// MARK: Signals (Signals.c)

/// Takes over HUP, INT, TERM, WINCH, TSTP and CONT. An event descriptor that is readable when one has come; -1 and errno.
int cterm_signals_open(void);
/// The signals that came since the last call: bit N for signal N.
uint64_t cterm_signals_take(void);
/// Drops one signal that came, so that it is not reported.
void cterm_signals_forget(int signal);
/// Gives the signals their earlier actions back and closes the descriptor.
void cterm_signals_close(void);
/// The child that has the terminal, to which TERM, HUP and INT are passed on; 0 for none.
void cterm_signals_set_foreground_child(pid_t child);
/// Stops the job as ^Z does; returns when it is continued, or at once where no shell controls the job.
void cterm_stop_job(void);
/// Restores the terminal and ends the process by the signal, so that its parent can tell.
void cterm_die(int signal) __attribute__((noreturn));

#endif
