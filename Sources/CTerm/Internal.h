#ifndef CTERM_INTERNAL_H
#define CTERM_INTERNAL_H

/// Gives the terminal back if the guard is armed. Async-signal-safe.
void cterm_guard_restore(void);

#endif
