// The one way to start another program.
#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

/// Gives the program one of the standard three.
static int hand_over(posix_spawn_file_actions_t *actions, int from, int to)
{
    if (from == CLINUX_INHERIT)
        return 0;
    if (from == CLINUX_NOTHING)
        return posix_spawn_file_actions_addopen(actions, to, "/dev/null", O_RDWR, 0);
    return posix_spawn_file_actions_adddup2(actions, from, to);
}

/// Signals as a shell would give them: ours ignore and block some that an ordinary program must feel.
static void set_signals(posix_spawnattr_t *attributes, struct clinux_place place)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setsigmask(attributes, &none);
    int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (place.new_session)
        flags |= POSIX_SPAWN_SETSID;
    if (place.new_group)
        flags |= POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, (short)flags);
}

int clinux_start(char *const words[], struct clinux_streams streams, struct clinux_place place, pid_t *process)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    set_signals(&attributes, place);
    int result = 0;
    // Before its first line, which may read from it.
    if (place.new_group && place.terminal >= 0)
        result = posix_spawn_file_actions_addtcsetpgrp_np(&actions, place.terminal);
    if (result == 0)
        result = hand_over(&actions, streams.input, STDIN_FILENO);
    if (result == 0)
        result = hand_over(&actions, streams.output, STDOUT_FILENO);
    if (result == 0)
        result = hand_over(&actions, streams.errors, STDERR_FILENO);
    // A program that outlives us must not hold our sockets and locks.
    if (result == 0)
        result = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    if (result == 0)
        result = posix_spawnp(process, words[0], &actions, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return result;
}

int clinux_give_terminal(int terminal, pid_t group)
{
    // Changing the terminal from the background stops a job, unless it does not hear of it.
    sigset_t output_stop, before;
    sigemptyset(&output_stop);
    sigaddset(&output_stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output_stop, &before);
    int result = tcsetpgrp(terminal, group);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}
