#define _GNU_SOURCE
#include "CTerm.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <wchar.h>

static int names_utf8(const char *locale)
{
    if (locale == NULL || *locale == '\0')
        return 0;
    const char *codeset = strchr(locale, '.');
    return codeset != NULL && (strncasecmp(codeset, ".utf-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
}

int cterm_use_locale(void)
{
    if (setlocale(LC_ALL, "") == NULL) {
        // Small machines often name a locale that is not installed; the character set they meant is known all the same.
        const char *wanted = getenv("LC_ALL");
        if (wanted == NULL || *wanted == '\0')
            wanted = getenv("LC_CTYPE");
        if (wanted == NULL || *wanted == '\0')
            wanted = getenv("LANG");
        if (names_utf8(wanted))
            setlocale(LC_CTYPE, "C.UTF-8");
    }
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int cterm_column_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int cterm_window_size(int fd, int *rows, int *columns)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

char *const *cterm_environment(void) { return environ; }

int cterm_spawn_apart(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int new_session)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setsigmask(attributes, &none);
    int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (new_session ? POSIX_SPAWN_SETSID : 0);
    posix_spawnattr_setflags(attributes, (short)flags);
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

int cterm_harden(void)
{
    // Swift's backtracer holds the crash signals from the start; it would print memory, tokens included.
    static const int crashes[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGBUS, SIGFPE, SIGTRAP};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signal(crashes[i], SIG_DFL);
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
