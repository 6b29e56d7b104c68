#ifndef CTERM_H
#define CTERM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif
