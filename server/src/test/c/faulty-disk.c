/*
 * A disk that fails when told to, below SQLite and DuckDB: preloaded into the server, it reads a file of one line
 *
 *     <what> <count> <name>        such as "sync-error 1 log.db" or "slow 500 log.db" or "full 0 state.db"
 *
 * each time something is written or synced to a file whose name begins so. "sync-error" fails the next so many syncs,
 * "full" every write, "slow" delays each sync by so many milliseconds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static __thread int inside;

static int told(char *what, long *count, int fd, int syncing) {
  const char *path = getenv("FAULTY_DISK");
  char link[64], target[PATH_MAX], line[256], name[128];
  if (inside || path == NULL) return 0;
  inside = 1;
  int found = 0;
  FILE *in = fopen(path, "r");
  if (in != NULL) {
    if (fgets(line, sizeof line, in) != NULL && sscanf(line, "%31s %ld %127s", what, count, name) == 3) {
      snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
      ssize_t length = readlink(link, target, sizeof target - 1);
      if (length > 0) {
        target[length] = 0;
        const char *base = strrchr(target, '/');
        found = base != NULL && strncmp(base + 1, name, strlen(name)) == 0;
        if (found && syncing && strcmp(what, "sync-error") == 0 && *count > 0) {
          FILE *out = fopen(path, "w");
          if (out != NULL) {
            fprintf(out, "%s %ld %s\n", what, *count - 1, name);
            fclose(out);
          }
        }
      }
    }
    fclose(in);
  }
  inside = 0;
  return found;
}

static int sync_fails(int fd) {
  char what[32];
  long count;
  if (!told(what, &count, fd, 1)) return 0;
  if (strcmp(what, "slow") == 0) {
    struct timespec wait = {count / 1000, (count % 1000) * 1000000};
    nanosleep(&wait, NULL);
    return 0;
  }
  if (strcmp(what, "sync-error") == 0 && count > 0) {
    errno = EIO;
    return 1;
  }
  return 0;
}

static int write_fails(int fd) {
  char what[32];
  long count;
  if (told(what, &count, fd, 0) && strcmp(what, "full") == 0) {
    errno = ENOSPC;
    return 1;
  }
  return 0;
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return sync_fails(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return sync_fails(fd) ? -1 : real(fd);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (real == NULL) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  return write_fails(fd) ? -1 : real(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (real == NULL) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  return write_fails(fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (real == NULL) real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  return write_fails(fd) ? -1 : real(fd, bytes, count, at);
}
