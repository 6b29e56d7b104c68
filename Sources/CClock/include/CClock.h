#ifndef CCLOCK_H
#define CCLOCK_H

/// A non-blocking timer descriptor whose read fails with ECANCELED after the real-time clock was set or the machine
/// resumed (timerfd_create(2)); -1 where the kernel has none.
int cclock_step_descriptor(void);

/// Arms the descriptor anew: for a time that never comes, since only its cancellation matters.
void cclock_await_step(int descriptor);

#endif
