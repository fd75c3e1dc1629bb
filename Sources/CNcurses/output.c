#include "CNcurses.h"
#include "internal.h"
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

// ncurses flushes at every move of the cursor, and a terminal may paint between any two writes. So it writes to a file
// in memory, and what it wrote for a frame goes to the terminal in one piece, between marks that ask for it at once.
// The terminal's descriptor does not block. What it does not take of a frame waits here, and no further frame is made
// until that is out: a slow reader gets fewer frames, not older ones.

static const char begin_mark[] = "\033[?2026h";
static const char end_mark[] = "\033[?2026l";

static int staging = -1;
static int terminal = -1;
static bool is_bracketed;
static atomic_bool is_silent;
static cn_statistics sent;

static struct {
  char *bytes;
  size_t capacity, length, position;
} rest;

/// The terminal of `descriptor` by a descriptor of its own, since O_NONBLOCK belongs to what is opened: set on the
/// given one, the shell would have it too. Where the terminal can't be opened by name, a copy, which may block.
static int open_again(int descriptor) {
  char name[256];
  if (ttyname_r(descriptor, name, sizeof name) == 0) {
    int own = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct stat given, opened;
    if (own >= 0 && fstat(descriptor, &given) == 0 && fstat(own, &opened) == 0 && given.st_rdev == opened.st_rdev) {
      return own;
    }
    if (own >= 0) close(own);
  }
  return fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

int cn_output_open(int descriptor, bool bracketed) {
  terminal = open_again(descriptor);
  staging = cn_platform_nameless_file();
  is_bracketed = bracketed;
  atomic_store(&is_silent, false);
  sent = (cn_statistics){0};
  rest.length = rest.position = 0;
  if (terminal >= 0 && staging >= 0) return staging;
  cn_output_close();
  return -1;
}

void cn_output_close(void) {
  if (terminal >= 0) close(terminal);
  if (staging >= 0) close(staging);
  terminal = staging = -1;
  free(rest.bytes);
  memset(&rest, 0, sizeof rest);
}

int cn_output_descriptor(void) { return terminal; }
bool cn_output_is_pending(void) { return rest.position < rest.length; }

void cn_output_give_up(void) {
  atomic_store(&is_silent, true);
  rest.length = rest.position = 0;
}

static bool append(const char *bytes, size_t length) {
  if (rest.length + length > rest.capacity) {
    size_t capacity = (rest.length + length) * 2;
    char *grown = realloc(rest.bytes, capacity);
    if (!grown) return false;
    rest.bytes = grown;
    rest.capacity = capacity;
  }
  memcpy(rest.bytes + rest.length, bytes, length);
  rest.length += length;
  return true;
}

/// Moves what ncurses has written to the end of what is to be sent. Returns how much that was.
static size_t collect(void) {
  off_t length = lseek(staging, 0, SEEK_END);
  if (length <= 0) return 0;
  char buffer[4096];
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(staging, buffer, sizeof buffer, offset)) > 0 && append(buffer, (size_t)count)) offset += count;
  if (ftruncate(staging, 0) != 0) return 0;
  lseek(staging, 0, SEEK_SET);
  return (size_t)offset;
}

void cn_output_discard(void) {
  collect();
  rest.length = rest.position = 0;
}

bool cn_flush(void) {
  while (cn_output_is_pending()) {
    if (atomic_load(&is_silent)) {
      cn_output_give_up();
      break;
    }
    ssize_t count = write(terminal, rest.bytes + rest.position, rest.length - rest.position);
    if (count > 0) {
      rest.position += (size_t)count;
      sent.writes += 1;
      sent.bytes += (uint64_t)count;
    } else if (count < 0 && errno == EINTR) {
      continue;
    } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      return false;
    } else {
      cn_output_give_up();
    }
  }
  rest.length = rest.position = 0;
  return true;
}

long cn_present(void) {
  if (cn_output_is_pending()) return -1;
  wnoutrefresh(stdscr);
  doupdate();
  if (is_bracketed) append(begin_mark, sizeof begin_mark - 1);
  if (collect() == 0) {
    rest.length = 0;
    return 0;
  }
  if (is_bracketed) append(end_mark, sizeof end_mark - 1);
  long length = (long)rest.length;
  sent.frames += 1;
  cn_flush();
  return length;
}

void cn_output_add(const char *more) {
  append(more, strlen(more));
  cn_flush();
}

bool cn_output_send_now(const char *more) {
  collect();
  append(more, strlen(more));
  for (int attempt = 0; attempt < 5 && !cn_flush(); attempt++) {
    struct pollfd room = {.fd = terminal, .events = POLLOUT};
    poll(&room, 1, 100);
  }
  return !cn_output_is_pending();
}

/// Waits for room so many times, 100 milliseconds each. Returns whether everything was taken. In a signal handler.
static bool send_within(int attempts, const char *bytes, size_t length) {
  for (int attempt = 0; attempt < attempts && length > 0;) {
    ssize_t count = write(terminal, bytes, length);
    if (count > 0) {
      bytes += count;
      length -= (size_t)count;
    } else {
      struct pollfd room = {.fd = terminal, .events = POLLOUT};
      poll(&room, 1, 100);
      attempt++;
    }
  }
  return length == 0;
}

void cn_output_replace(const char *bytes, size_t length) {
  rest.length = rest.position = 0;
  // In the background this would stop the process.
  if (!cn_modes_in_background()) tcflush(terminal, TCOFLUSH);
  send_within(1, bytes, length);
}

void cn_output_last_words(const char *bytes, size_t length) {
  atomic_store(&is_silent, true);
  if (!send_within(5, bytes, length)) cn_output_replace(bytes, length);
}

cn_statistics cn_sent(void) { return sent; }
