#include "CLinux.h"

#include <stddef.h>
#include <sys/timerfd.h>
#include <time.h>

int clinux_clock_step_descriptor(void)
{
    int descriptor = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (descriptor >= 0)
        clinux_clock_await_step(descriptor);
    return descriptor;
}

void clinux_clock_await_step(int descriptor)
{
    struct itimerspec never = {.it_value = {.tv_sec = 9000000000}};
    timerfd_settime(descriptor, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}
