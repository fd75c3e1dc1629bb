#include "CNcurses.h"
#include "internal.h"
#include "session.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

unsigned cn_wait(int milliseconds) {
  struct pollfd sources[] = {
      {.fd = cn_session_input(), .events = POLLIN},
      {.fd = cn_signals_descriptor(), .events = POLLIN},
      {.fd = cn_output_descriptor(), .events = POLLOUT},
  };
  // Watched only while something waits to be sent: a terminal nearly always has room.
  int ready = poll(sources, cn_output_is_pending() ? 3 : 2, milliseconds);
  if (ready <= 0 && !(ready < 0 && errno == EINTR)) return 0;
  unsigned news = cn_signals_take();
  if (ready < 0) return news;
  if (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) news |= cn_news_hangup;
  if (sources[0].revents & POLLIN) news |= cn_news_input;
  if (sources[2].revents) news |= cn_news_output;
  return news;
}

size_t cn_read(uint8_t *bytes, size_t capacity) {
  struct pollfd input = {.fd = cn_session_input(), .events = POLLIN};
  if (poll(&input, 1, 0) <= 0 || !(input.revents & POLLIN)) return 0;
  ssize_t count = read(input.fd, bytes, capacity);
  if (count > 0) return (size_t)count;
  // Readable with nothing to read, and it would stay so for ever: the far end is gone.
  if (count == 0 || (errno != EINTR && errno != EAGAIN)) cn_signals_ring(cn_news_hangup);
  return 0;
}
