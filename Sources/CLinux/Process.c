// The process's own memory, locale and terminal size.
#define _GNU_SOURCE
#include "CLinux.h"

#include <langinfo.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <wchar.h>

static int names_utf8(const char *locale)
{
    if (locale == NULL || *locale == '\0')
        return 0;
    const char *codeset = strchr(locale, '.');
    return codeset != NULL && (strncasecmp(codeset, ".utf-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
}

int clinux_use_locale(void)
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

int clinux_column_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int clinux_window_size(int fd, int *rows, int *columns)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

int clinux_harden(void)
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

void clinux_share_heap(void) { mallopt(M_ARENA_MAX, 1); }
