#pragma once

// What the files of this target share with each other. Functions marked "in a signal handler" use nothing but calls
// that POSIX allows there.

#include <stdbool.h>
#include <stddef.h>

// output.c: bytes to the terminal.

/// Prepares sending to `descriptor`. Returns the descriptor that ncurses is to write to, or -1.
int cn_output_open(int descriptor, bool bracketed);
void cn_output_close(void);
/// The descriptor that frames are sent to.
int cn_output_descriptor(void);
bool cn_output_is_pending(void);
/// Drops what ncurses has written so far.
void cn_output_discard(void);
/// Sends a text outside of any frame, after what waits; what the terminal doesn't take at once waits as well.
void cn_output_add(const char *more);
/// Sends what ncurses has written so far, then `more`, outside of any frame. Waits for room, half a second at most.
/// Returns whether the terminal took everything.
bool cn_output_send_now(const char *more);
/// Sends `bytes` in the place of all that the terminal has not shown yet: nothing reads it, and there may be no room.
/// In a signal handler.
void cn_output_replace(const char *bytes, size_t length);
/// From now on nothing is sent any more, and `bytes` come last, within half a second. In a signal handler.
void cn_output_last_words(const char *bytes, size_t length);
/// The terminal is gone: nothing is sent any more.
void cn_output_give_up(void);

// modes.c: the line discipline.

bool cn_modes_remember(int descriptor);
/// Whether the terminal belongs to another job. Changing its modes would stop the process.
bool cn_modes_in_background(void);
void cn_modes_raw(void);
/// Leaves the modes alone in the background. In a signal handler.
void cn_modes_restore(void);

// messages.c: what the process writes to its standard error while the screen is drawn.

/// Holds messages back if they would go to the terminal that `output` is.
void cn_messages_hold(int output);
/// Lets them go. In a signal handler.
void cn_messages_release(void);

// signals.c

bool cn_signals_catch(void);
void cn_signals_release(void);
/// False where SIGTSTP is ignored: the shell has no job control.
bool cn_signals_can_stop(void);
/// Stops the process as if nothing were caught; returns once it goes on.
void cn_signals_stop(void);
/// Whether there is news, not taken yet, that the process is to end.
bool cn_signals_want_end(void);
/// The signal that asked for the end, as long as that news isn't taken; else 0. In a signal handler.
int cn_signals_unheard(void);
/// No alarm follows any more: the news is taken, or the terminal is given back.
void cn_signals_calm(void);
/// Adds to the news. In a signal handler.
void cn_signals_ring(unsigned news);
/// The descriptor that is readable when there is news, and the news.
int cn_signals_descriptor(void);
unsigned cn_signals_take(void);

// guard.c: crashes, and signals that end the process without a word.

/// From now on such a one first gives the terminal back, with these bytes, and then takes its course.
void cn_guard_set(const char *restore, size_t length);
/// So many bytes at the front of them needn't be sent.
void cn_guard_skip(size_t length);
/// True before the process is stopped, false once it goes on: what is sent while it is stopped ends it then, where a backtracer
/// would let it live.
void cn_guard_pause(bool pauses);
/// Whether SIGALRM is such a one: it isn't where the parent had ignored it. In a signal handler.
bool cn_guard_has_alarm(void);
void cn_guard_clear(void);

// locale.c

/// Whether the C library, and so ncurses, can send characters beyond ASCII. Where the locale's character set has none,
/// takes one that has.
bool cn_locale_draws_unicode(void);

// drawing.c

void cn_drawing_begin(bool color, bool unicode);
