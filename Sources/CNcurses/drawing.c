#include "CNcurses.h"
#include "internal.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { palette = 256 };

static bool has_color, has_unicode;
/// The pair for each two colours, from -1 on; 0 where none is defined yet.
static uint16_t pairs[palette + 1][palette + 1];
static int last_pair;

void cn_drawing_begin(bool color, bool unicode) {
  has_unicode = unicode;
  has_color = color && has_colors() && start_color() == OK && use_default_colors() == OK;
  // A pair is never redefined: that would repaint every cell that has it.
  memset(pairs, 0, sizeof pairs);
  last_pair = 0;
}

int cn_colors(void) { return has_color ? COLORS : 0; }
bool cn_draws_unicode(void) { return has_unicode; }

/// The pair of two colours; pair 0, the terminal's defaults, when there is none left.
static int pair_of(int foreground, int background) {
  if (!has_color || (foreground < 0 && background < 0)) return 0;
  if (foreground >= palette || background >= palette) return 0;
  uint16_t *known = &pairs[foreground + 1][background + 1];
  if (*known == 0 && last_pair < cn_platform_last_pair()) {
    *known = (uint16_t)++last_pair;
    cn_platform_define_pair(*known, foreground, background);
  }
  return *known;
}

static attr_t attributes_of(const cn_cell *cell) {
  attr_t attributes = A_NORMAL;
  if (cell->attributes & cn_bold) attributes |= A_BOLD;
  if (cell->attributes & cn_dim) attributes |= A_DIM;
  if (cell->attributes & cn_underline) attributes |= A_UNDERLINE;
  if (cell->attributes & cn_reverse) attributes |= A_REVERSE;
  return attributes;
}

static wchar_t drawable(uint32_t scalar) {
  if (scalar >= 0x20 && scalar < 0x7F) return (wchar_t)scalar;
  return has_unicode && wcwidth((wchar_t)scalar) == 1 ? (wchar_t)scalar : L'?';
}

void cn_put(int column, int row, const cn_cell *cells, int count) {
  int width = getmaxx(stdscr);
  if (row < 0 || row >= getmaxy(stdscr) || column < 0) return;
  if (count > width - column) count = width - column;
  while (count > 0) {
    cchar_t buffer[256];
    int part = count < 256 ? count : 256;
    for (int i = 0; i < part; i++) {
      int pair = pair_of(cells[i].foreground, cells[i].background);
      cn_platform_make_cell(&buffer[i], drawable(cells[i].scalar), attributes_of(&cells[i]), pair);
    }
    mvwadd_wchnstr(stdscr, row, column, buffer, part);
    cells += part;
    column += part;
    count -= part;
  }
}

void cn_invalidate(void) { clearok(curscr, TRUE); }
