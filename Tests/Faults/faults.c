// Makes the system calls of a program fail, for Tests/Faults/run: preloaded, it counts those that change files below
// FAULT_BELOW from the moment that the file FAULT_WHEN exists, and lets number FAULT_NUMBER fail, or end the process.
//
// FAULT_ERROR is an errno, or 0 for SIGKILL. With FAULT_ON all later ones fail too, until FAULT_WHEN is gone.
// The last number counted is written to FAULT_COUNT.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int counted;

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

static int below(const char *path)
{
    const char *folder = setting("FAULT_BELOW");
    return strncmp(path, folder, strlen(folder)) == 0 && strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/dev/", 5) != 0;
}

// Whether this call fails; errno is then set.
static int fails(const char *path)
{
    if (*setting("FAULT_WHEN") == '\0' || path[0] != '/' || !below(path))
        return 0;
    int before = errno;
    struct stat found;
    if (syscall(SYS_newfstatat, AT_FDCWD, setting("FAULT_WHEN"), &found, 0) != 0) {
        errno = before;
        return 0;
    }
    int number = atomic_fetch_add(&counted, 1) + 1;
    int file = (int)syscall(SYS_openat, AT_FDCWD, setting("FAULT_COUNT"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        char text[16];
        int length = snprintf(text, sizeof text, "%d", number);
        syscall(SYS_write, file, text, length);
        syscall(SYS_close, file);
    }
    errno = before;
    int wanted = atoi(setting("FAULT_NUMBER"));
    if (wanted == 0 || number < wanted || (number > wanted && *setting("FAULT_ON") == '\0'))
        return 0;
    int error = atoi(setting("FAULT_ERROR"));
    if (error == 0)
        kill(getpid(), SIGKILL);
    errno = error;
    return 1;
}

static int fails_on(int fd)
{
    int before = errno;
    char link[32], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0)
        return 0;
    path[length] = '\0';
    return fails(path);
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))
#define ON_DESCRIPTOR(type, name, parameters, arguments, ...)                                                                  \
    type name parameters                                                                                                       \
    {                                                                                                                          \
        static type (*real)(__VA_ARGS__);                                                                                      \
        if (real == NULL)                                                                                                      \
            real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);                                                              \
        return fails_on(fd) ? -1 : real arguments;                                                                             \
    }

ON_DESCRIPTOR(ssize_t, write, (int fd, const void *bytes, size_t count), (fd, bytes, count), int, const void *, size_t)
ON_DESCRIPTOR(ssize_t, pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), int, const void *,
              size_t, off_t)
ON_DESCRIPTOR(ssize_t, pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), int,
              const void *, size_t, off64_t)
ON_DESCRIPTOR(int, fsync, (int fd), (fd), int)
ON_DESCRIPTOR(int, fdatasync, (int fd), (fd), int)
ON_DESCRIPTOR(int, ftruncate, (int fd, off_t size), (fd, size), int, off_t)
ON_DESCRIPTOR(int, ftruncate64, (int fd, off64_t size), (fd, size), int, off64_t)
ON_DESCRIPTOR(int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size), int, int, off_t, off_t)

int posix_fallocate(int fd, off_t at, off_t size)
{
    return fails_on(fd) ? errno : REAL(int, "posix_fallocate", int, off_t, off_t)(fd, at, size);
}

int posix_fallocate64(int fd, off64_t at, off64_t size)
{
    return fails_on(fd) ? errno : REAL(int, "posix_fallocate64", int, off64_t, off64_t)(fd, at, size);
}

// Opening to read does not change anything, but may fail all the same.
#define OPENING(name)                                                                                                          \
    int name(const char *path, int flags, ...)                                                                                 \
    {                                                                                                                          \
        va_list more;                                                                                                          \
        va_start(more, flags);                                                                                                 \
        mode_t mode = va_arg(more, mode_t);                                                                                    \
        va_end(more);                                                                                                          \
        return fails(path) ? -1 : REAL(int, #name, const char *, int, ...)(path, flags, mode);                                 \
    }
OPENING(open)
OPENING(open64)

#define ON_PATH(name)                                                                                                          \
    int name(const char *path) { return fails(path) ? -1 : REAL(int, #name, const char *)(path); }
ON_PATH(unlink)

int mkdir(const char *path, mode_t mode) { return fails(path) ? -1 : REAL(int, "mkdir", const char *, mode_t)(path, mode); }

int rename(const char *from, const char *to)
{
    return fails(to) ? -1 : REAL(int, "rename", const char *, const char *)(from, to);
}

int link(const char *from, const char *to)
{
    return fails(to) ? -1 : REAL(int, "link", const char *, const char *)(from, to);
}
