#include "internal.h"
#include "platform.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// While the screen is drawn, anything else that reaches the terminal spoils it, and is lost when the screen is left.
// So standard error goes to a file for so long, and the file goes to standard error afterwards, be it after a crash.

static int held = -1;
static int before = -1;

static bool is_same_terminal(int a, int b) {
  struct stat first, second;
  return fstat(a, &first) == 0 && fstat(b, &second) == 0 && S_ISCHR(first.st_mode) && S_ISCHR(second.st_mode) &&
         first.st_rdev == second.st_rdev;
}

void cn_messages_hold(int output) {
  if (held >= 0 || !is_same_terminal(STDERR_FILENO, output)) return;
  int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  int file = cn_platform_nameless_file();
  if (copy >= 0 && file >= 0 && dup2(file, STDERR_FILENO) >= 0) {
    before = copy;
    held = file;
    return;
  }
  if (copy >= 0) close(copy);
  if (file >= 0) close(file);
}

void cn_messages_release(void) {
  if (held < 0) return;
  dup2(before, STDERR_FILENO);
  char buffer[1024];
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(held, buffer, sizeof buffer, offset)) > 0) {
    if (write(STDERR_FILENO, buffer, (size_t)count) < 0) break;
    offset += count;
  }
  close(before);
  close(held);
  held = before = -1;
}
