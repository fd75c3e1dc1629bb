#pragma once

// What differs between systems; one file for each.

#include <curses.h>
#include <signal.h>
#include <stdbool.h>

/// A file without a name, close-on-exec, empty, for reading and writing; -1 when there is none to be had.
int cn_platform_nameless_file(void);

/// Gives memory that is free back to the system, as far as the C library can.
void cn_platform_give_memory_back(void);

/// Whether a SIGALRM is of the process's own interval timer, and no process sent it.
bool cn_platform_is_of_timer(const siginfo_t *info);

/// The name of a locale that has UTF-8 and is always there.
extern const char *const cn_platform_utf8_locale;

/// The highest pair of colours that may be defined.
int cn_platform_last_pair(void);
void cn_platform_define_pair(int pair, int foreground, int background);
void cn_platform_make_cell(cchar_t *cell, wchar_t character, attr_t attributes, int pair);
