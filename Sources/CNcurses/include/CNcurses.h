#pragma once

/// The part of ncurses that one full-screen program needs, in plain numbers.
///
/// ncurses keeps its state in globals, so there is one terminal at a time and no handle for it. All functions belong
/// to the thread that called `cn_open`, except `cn_wake`. No ncurses type, macro or global gets past this header.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Locale

/// Takes the character set from the environment and says whether it is UTF-8. Leaves number formats alone.
bool cn_adopt_locale(void);

/// Columns that the C library gives a character: 0 to 2, or -1 for one that it does not know. Needs the locale.
int cn_width(uint32_t scalar);

/// The value of an environment variable; NULL when it is not set.
const char *cn_environment(const char *name);

// MARK: Life of the terminal

/// Why a terminal was not opened.
typedef enum __attribute__((enum_extensibility(closed))) CNRefusal {
  CNRefusalNone,
  CNRefusalAlreadyOpen,
  CNRefusalInputIsNoTerminal,
  CNRefusalOutputIsNoTerminal,
  /// There is no description of a terminal of that name.
  CNRefusalUnknownTerminal,
  /// The terminal can't place its cursor (`dumb`).
  CNRefusalNoCursorMovement,
  /// No memory, or no file descriptor left.
  CNRefusalNoResources,
} CNRefusal;

typedef struct cn_options {
  int input;
  int output;
  /// Name of the terminal's description. Not NULL.
  const char *term;
  /// Whether colours may be used where the terminal has them.
  bool color;
  /// Whether the terminal is of the xterm kind: frames are bracketed by mode 2026, pasted text by mode 2004, and the mouse is
  /// reported where that is wanted.
  bool xterm_modes;
  /// Whether characters beyond ASCII are to be sent, whatever the locale's character set.
  bool unicode;
} cn_options;

/// Takes the terminal over: raw mode, alternate screen, blank, no cursor; signals and crashes are looked after.
/// Removes LINES and COLUMNS from the environment, so it wants to be called before there are other threads.
CNRefusal cn_open(const cn_options *options);

/// Gives the terminal back as it was found. Does nothing when it is not open. Also runs at `exit`.
void cn_close(void);

/// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal over again once the process goes
/// on. The screen is blank then. Does nothing, and returns false, where the shell has no job control.
bool cn_suspend(void);

/// Takes the terminal over again after the process was stopped by others, which may have used it. The screen is blank.
void cn_take_back(void);

/// Asks for reports of clicks, of drags and of the wheel (modes 1000, 1002, 1006), or for none. Holds until it is said otherwise or
/// the terminal is closed: after a stop they are asked for again. Does nothing where the terminal isn't of the xterm kind.
void cn_track_mouse(bool on);

/// How many colours there are; 0 for none.
int cn_colors(void);

/// Whether characters beyond ASCII are sent; not so where the system has no locale for them.
bool cn_draws_unicode(void);

/// The largest screen. ncurses counts cells in short numbers and trips over them; the rest of a larger window is blank.
enum { cn_most_columns = 1000, cn_most_rows = 500 };

/// The size of the screen. ncurses learns of a new one here, and the screen is blank then.
void cn_size(int *columns, int *rows);

// MARK: Drawing

enum { cn_bold = 1, cn_dim = 2, cn_underline = 4, cn_reverse = 8 };

/// One cell. A colour is an index into the terminal's palette, or -1 for its default.
typedef struct cn_cell {
  uint32_t scalar;
  int16_t foreground;
  int16_t background;
  uint16_t attributes;
} cn_cell;

/// Puts cells on the screen-to-be. What lies outside is cut; what the C library can't draw in one column becomes `?`.
void cn_put(int column, int row, const cn_cell *cells, int count);

/// Forgets what is on the screen, so that the next frame is drawn from nothing.
void cn_invalidate(void);

/// Sends what is to change as one frame, in one write if the terminal takes it.
/// Returns the bytes of the frame, 0 when there was nothing to send, -1 when an earlier one is still on its way.
long cn_present(void);

/// Goes on sending a frame that the terminal did not take at once. Returns whether nothing is left of it.
bool cn_flush(void);

typedef struct cn_statistics {
  uint64_t frames;
  uint64_t writes;
  uint64_t bytes;
} cn_statistics;

/// What was sent since the terminal was opened. A write counts when the terminal took at least one byte.
cn_statistics cn_sent(void);

/// Gives memory that is free back to the system. The C library keeps it otherwise. Takes about 0.1 s for each GB.
void cn_give_memory_back(void);

// MARK: Waiting and reading

/// News, as bits.
enum {
  cn_news_input = 1,
  cn_news_output = 2,
  cn_news_wake = 4,
  cn_news_resize = 8,
  cn_news_stop = 16,
  cn_news_continue = 32,
  cn_news_interrupt = 64,
  cn_news_terminate = 128,
  cn_news_hangup = 256,
};

/// Waits for news: input, room for the rest of a frame, a signal, `cn_wake`, or the end of the terminal.
/// -1 milliseconds is for ever. Returns 0 when the time is over. Each piece of news but input and output is told once.
unsigned cn_wait(int milliseconds);

/// Reads what was typed, at most `capacity` bytes, without waiting. Returns 0 when there is nothing.
size_t cn_read(uint8_t *bytes, size_t capacity);

/// Ends the `cn_wait` of now, or else the next one. From any thread, at any time.
void cn_wake(void);

/// The bytes that a key sends according to the terminal's description (`kcuu1` for the up arrow); NULL for none.
const char *cn_key_sequence(const char *capability);
