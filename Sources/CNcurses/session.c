#include "session.h"

#include "CNcurses.h"
#include "internal.h"
#include "platform.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// A program that crashed may have left other forms on, and reports of every motion.
static const char mouse_on[] = "\033[?1003l\033[?1005l\033[?1015l\033[?1000h\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l\033[?1000l";

static struct {
  SCREEN *screen;
  FILE *input, *output;
  /// Whether the terminal is ours at the moment.
  bool is_entered;
  /// What ncurses does not send on its own, when the terminal is taken over and when it is given back.
  char enter[128], leave[128];
  /// What gives the terminal back from any state, for a crash: ncurses can't be asked then.
  char restore[512];
  /// Where in it to begin: what turns the mouse off comes first, and isn't sent where it was never on.
  size_t restore_start;
  bool has_mouse, tracks_mouse;
} session;

int cn_session_input(void) { return fileno(session.input); }

// MARK: Capabilities

const char *cn_key_sequence(const char *capability) {
  char *text = tigetstr((char *)capability);
  return text == (char *)-1 ? NULL : text;
}

/// Adds a capability to a string, without the delays (`$<5>`) that only terminals on slow lines needed.
static void add_capability(char *text, size_t capacity, const char *capability) {
  const char *source = cn_key_sequence(capability);
  size_t length = strlen(text);
  while (source && *source && length + 1 < capacity) {
    if (source[0] == '$' && source[1] == '<') {
      const char *end = strchr(source, '>');
      if (end) {
        source = end + 1;
        continue;
      }
    }
    text[length++] = *source++;
  }
  text[length] = 0;
}

static void add_text(char *text, size_t capacity, const char *more) {
  size_t length = strlen(text);
  snprintf(text + length, capacity - length, "%s", more);
}

static void compose_restore(bool xterm_modes) {
  if (xterm_modes) {
    add_text(session.restore, sizeof session.restore, mouse_off);
    session.restore_start = strlen(session.restore);
    add_text(session.restore, sizeof session.restore, "\033[?2026l\033[?2004l\033[r");
  }
  const char *capabilities[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
    add_capability(session.restore, sizeof session.restore, capabilities[i]);
  }
  add_text(session.restore, sizeof session.restore, "\r\n");
}

/// Keeps ncurses from resetting the palette when it starts with colours and when it leaves the screen: the program
/// changes no colour of the palette, but the user may have. ncurses reads the description of the terminal that is open
/// from the very text that `tigetstr` hands out; the `orig_colors` of <term.h> can be a copy that it never looks at.
static void keep_palette(void) {
  char *reset = tigetstr("oc");
  if (reset && reset != (char *)-1) *reset = 0;
}

// MARK: Taking over and giving back

/// Makes ncurses ready on a description, or on that of xterm for its descendants whose own is not installed.
static SCREEN *start_ncurses(const char *term) {
  SCREEN *screen = newterm((char *)term, session.output, session.input);
  if (screen) return screen;
  const char *kin[] = {"alacritty", "contour", "foot", "ghostty", "iterm", "kitty", "rio", "wezterm", "xterm"};
  for (size_t i = 0; i < sizeof kin / sizeof *kin; i++) {
    if (strncmp(term, kin[i], strlen(kin[i])) == 0) return newterm("xterm-256color", session.output, session.input);
  }
  return NULL;
}

/// Draws the empty screen and turns on what the program needs; also after `endwin`.
static void enter(void) {
  cn_guard_set(session.restore, strlen(session.restore));
  cn_guard_skip(session.restore_start);
  cn_modes_raw();
  cn_messages_hold(cn_output_descriptor());
  werase(stdscr);
  clearok(curscr, TRUE);
  wnoutrefresh(stdscr);
  doupdate();
  curs_set(0);
  cn_output_send_now(session.enter);
  if (session.tracks_mouse) cn_output_send_now(mouse_on);
  session.is_entered = true;
}

static void leave(void) {
  if (!session.is_entered) return;
  // First of all: what is reported from now on is typed at the shell.
  if (session.tracks_mouse) cn_output_add(mouse_off);
  endwin();
  // The modes first: they need no room in a terminal that takes nothing.
  cn_modes_restore();
  if (!cn_output_send_now(session.leave)) {
    const char *restore = session.restore + session.restore_start;
    cn_output_replace(restore, strlen(restore));
  }
  cn_messages_release();
  // While the process is stopped, the terminal belongs to another process, which has no use for being given it back.
  cn_guard_clear();
  session.is_entered = false;
}

static void forget(void) {
  if (session.screen) delscreen(session.screen);
  if (session.output) fclose(session.output);
  if (session.input) fclose(session.input);
  memset(&session, 0, sizeof session);
  cn_output_close();
}

static CNRefusal prepare(const cn_options *options) {
  int staging = cn_output_open(options->output, options->xterm_modes);
  int output = staging < 0 ? -1 : fcntl(staging, F_DUPFD_CLOEXEC, 3);
  int input = fcntl(options->input, F_DUPFD_CLOEXEC, 3);
  session.output = output < 0 ? NULL : fdopen(output, "w");
  session.input = input < 0 ? NULL : fdopen(input, "r");
  if (!session.output || !session.input || !cn_modes_remember(fileno(session.input))) return CNRefusalNoResources;

  // Often stale, and ncurses believes them more than `resizeterm` whenever it comes back from `endwin`.
  unsetenv("LINES");
  unsetenv("COLUMNS");
  session.screen = start_ncurses(options->term);
  if (!session.screen) return CNRefusalUnknownTerminal;
  keep_palette();
  return cn_key_sequence("cup") ? CNRefusalNone : CNRefusalNoCursorMovement;
}

void cn_give_memory_back(void) { cn_platform_give_memory_back(); }

static void close_at_exit(void) { cn_close(); }

CNRefusal cn_open(const cn_options *options) {
  if (session.screen) return CNRefusalAlreadyOpen;
  if (!isatty(options->input)) return CNRefusalInputIsNoTerminal;
  if (!isatty(options->output)) return CNRefusalOutputIsNoTerminal;
  // Before ncurses starts, which catches only what isn't caught yet.
  if (!cn_signals_catch()) return CNRefusalNoResources;
  // Before ncurses starts as well, which looks at the locale once.
  bool unicode = options->unicode && cn_locale_draws_unicode();
  CNRefusal refusal = prepare(options);
  if (refusal != CNRefusalNone) {
    forget();
    cn_signals_release();
    return refusal;
  }
  static bool has_exit_handler;
  if (!has_exit_handler) has_exit_handler = atexit(close_at_exit) == 0;

  noecho();
  nonl();
  // Else a frame would be broken off when a key is waiting.
  typeahead(-1);
  leaveok(stdscr, TRUE);
  cn_drawing_begin(options->color, unicode);
  add_capability(session.enter, sizeof session.enter, "smkx");
  if (options->xterm_modes) {
    add_text(session.enter, sizeof session.enter, "\033[?2004h");
    add_text(session.leave, sizeof session.leave, "\033[?2004l");
  }
  add_capability(session.leave, sizeof session.leave, "rmkx");

  compose_restore(options->xterm_modes);
  session.has_mouse = options->xterm_modes;
  // What `newterm` wrote is for the size of the description, 80x24. `endwin` makes ncurses write it again.
  int columns, rows;
  cn_size(&columns, &rows);
  endwin();
  cn_output_discard();
  enter();
  return CNRefusalNone;
}

void cn_close(void) {
  if (!session.screen) return;
  leave();
  cn_signals_release();
  forget();
}

void cn_track_mouse(bool on) {
  if (!session.has_mouse || session.tracks_mouse == on) return;
  session.tracks_mouse = on;
  // Before it is on. Once it was, turning it off once more does no harm.
  session.restore_start = 0;
  if (!session.is_entered) return;
  cn_guard_skip(0);
  cn_output_add(on ? mouse_on : mouse_off);
}

/// Stays stopped until the terminal belongs to this job. False when the process is to end instead: `kill %1` in a
/// shell lets a stopped job go on for that, while the terminal is the shell's.
static bool regain(void) {
  // There is an end to it because a job that has lost its shell can't be stopped.
  for (int attempt = 0; attempt < 100 && cn_modes_in_background(); attempt++) {
    if (cn_signals_want_end()) return false;
    raise(SIGTTOU);
  }
  return true;
}

bool cn_suspend(void) {
  if (!cn_signals_can_stop()) return false;
  leave();
  cn_guard_pause(true);
  cn_signals_stop();
  bool is_ours = regain();
  cn_guard_pause(false);
  if (is_ours) enter();
  return true;
}

void cn_take_back(void) {
  if (!regain()) return;
  // Whatever had the terminal may have left the alternate screen; ncurses enters it after an `endwin` only.
  endwin();
  enter();
}

void cn_size(int *columns, int *rows) {
  struct winsize window = {0};
  bool known = ioctl(cn_output_descriptor(), TIOCGWINSZ, &window) == 0 && window.ws_col > 0 && window.ws_row > 0;
  int width = window.ws_col < cn_most_columns ? window.ws_col : cn_most_columns;
  int height = window.ws_row < cn_most_rows ? window.ws_row : cn_most_rows;
  if (known && is_term_resized(height, width)) {
    resizeterm(height, width);
    // What a terminal shows after a change of size is its own business.
    clearok(curscr, TRUE);
  }
  *columns = getmaxx(stdscr);
  *rows = getmaxy(stdscr);
}
