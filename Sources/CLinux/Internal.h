#ifndef CLINUX_INTERNAL_H
#define CLINUX_INTERNAL_H

/// Gives the terminal back if the guard is armed. Async-signal-safe.
void clinux_guard_restore(void);

#endif
