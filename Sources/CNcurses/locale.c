#include "CNcurses.h"
#include "platform.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

static bool codeset_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

/// Whether the environment asks for UTF-8, whatever locales are installed. The first variable that is set decides.
static bool environment_says_utf8(void) {
  const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (!value || !*value) continue;
    const char *codeset = strchr(value, '.');
    return codeset && (strncasecmp(codeset, ".utf-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
  }
  return false;
}

bool cn_adopt_locale(void) {
  // Only the character set: with LC_NUMERIC adopted too, a decimal point could become a comma in a file.
  setlocale(LC_CTYPE, "");
  // A locale that is asked for and not installed is common on small machines, and leaves plain C.
  if (!codeset_is_utf8() && environment_says_utf8()) setlocale(LC_CTYPE, cn_platform_utf8_locale);
  return codeset_is_utf8();
}

bool cn_locale_draws_unicode(void) {
  if (!codeset_is_utf8()) setlocale(LC_CTYPE, cn_platform_utf8_locale);
  return codeset_is_utf8();
}

int cn_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

const char *cn_environment(const char *name) { return getenv(name); }
