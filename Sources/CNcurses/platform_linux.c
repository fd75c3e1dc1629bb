#ifdef __linux__

#include "platform.h"

#include <malloc.h>
#include <sys/mman.h>

const char *const cn_platform_utf8_locale = "C.UTF-8";

int cn_platform_nameless_file(void) { return memfd_create("screen", MFD_CLOEXEC); }

void cn_platform_give_memory_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

bool cn_platform_is_of_timer(const siginfo_t *info) { return info->si_code == SI_KERNEL; }

int cn_platform_last_pair(void) { return COLOR_PAIRS - 1; }

void cn_platform_define_pair(int pair, int foreground, int background) {
  init_extended_pair(pair, foreground, background);
}

void cn_platform_make_cell(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
  const wchar_t text[] = {character, 0};
  // A pair above 255 only travels by the last parameter.
  setcchar(cell, text, attributes, 0, &pair);
}

#endif
