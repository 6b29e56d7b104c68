// What Swift cannot import of ncursesw: macros, mutable globals, variadic functions.
#ifndef CTERM_H
#define CTERM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdint.h>

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

#endif
