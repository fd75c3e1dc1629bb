#include "internal.h"

#include <termios.h>
#include <unistd.h>

static int terminal = -1;
static struct termios found;

bool cn_modes_remember(int descriptor) {
  if (tcgetattr(descriptor, &found) != 0) return false;
  terminal = descriptor;
  return true;
}

void cn_modes_raw(void) {
  struct termios raw = found;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | IGNBRK | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK);
  // ncurses moves down by a bare line feed, which must not also go back to the first column.
  raw.c_oflag &= ~(tcflag_t)OPOST;
  raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
  raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr(terminal, TCSANOW, &raw);
}

bool cn_modes_in_background(void) {
  pid_t foreground = tcgetpgrp(terminal);
  return foreground > 0 && foreground != getpgrp();
}

void cn_modes_restore(void) {
  if (!cn_modes_in_background()) tcsetattr(terminal, TCSANOW, &found);
}
