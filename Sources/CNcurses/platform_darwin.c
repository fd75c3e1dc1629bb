#ifdef __APPLE__

#include "platform.h"

#include <fcntl.h>
#include <malloc/malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// The system's ncurses is 6.0: pairs are short, and there are none of the extended calls.

const char *const cn_platform_utf8_locale = "en_US.UTF-8";

int cn_platform_nameless_file(void) {
  char path[1024];
  const char *folder = getenv("TMPDIR");
  int length = snprintf(path, sizeof path, "%s/screen.XXXXXX", folder && *folder ? folder : "/tmp");
  if (length < 0 || (size_t)length >= sizeof path) return -1;
  int file = mkstemp(path);
  if (file < 0) return -1;
  unlink(path);
  fcntl(file, F_SETFD, FD_CLOEXEC);
  return file;
}

void cn_platform_give_memory_back(void) { malloc_zone_pressure_relief(NULL, 0); }

bool cn_platform_is_of_timer(const siginfo_t *info) { return info->si_code != SI_USER && info->si_pid == 0; }

int cn_platform_last_pair(void) { return COLOR_PAIRS - 1 < 32767 ? COLOR_PAIRS - 1 : 32767; }

void cn_platform_define_pair(int pair, int foreground, int background) {
  init_pair((short)pair, (short)foreground, (short)background);
}

void cn_platform_make_cell(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
  const wchar_t text[] = {character, 0};
  setcchar(cell, text, attributes, (short)pair, NULL);
}

#endif
