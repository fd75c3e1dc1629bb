#include "internal.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const int deadly[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT};
enum { count = sizeof deadly / sizeof *deadly };

static struct sigaction before[count];
static char restore[512];
static size_t restore_length;
static atomic_bool is_set, has_crashed;

static void hand_on(int signal_number) {
  for (int i = 0; i < count; i++) {
    if (deadly[i] == signal_number) sigaction(signal_number, &before[i], NULL);
  }
}

static void crash(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  if (!atomic_exchange(&has_crashed, true)) {
    cn_output_last_words(restore, restore_length);
    cn_modes_restore();
    cn_messages_release();
  }
  // To whoever was there before: Swift's backtracer, or the system. A fault comes again by itself once this returns;
  // a signal that somebody sent does not, and the backtracer lets a process go on that got one.
  hand_on(signal_number);
  if (info->si_code > 0 && signal_number != SIGABRT && signal_number != SIGQUIT) return;
  raise(signal_number);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

/// A stack overflow leaves no room for a handler, unless there is a second stack.
static void provide_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  static char room[64 * 1024];
  stack_t own = {.ss_sp = room, .ss_size = sizeof room};
  sigaltstack(&own, NULL);
}

void cn_guard_set(const char *bytes, size_t length) {
  restore_length = length < sizeof restore ? length : sizeof restore;
  memcpy(restore, bytes, restore_length);
  if (atomic_exchange(&is_set, true)) return;
  provide_stack();
  struct sigaction action = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < count; i++) sigaction(deadly[i], &action, &before[i]);
}

void cn_guard_clear(void) {
  if (!atomic_exchange(&is_set, false)) return;
  for (int i = 0; i < count; i++) hand_on(deadly[i]);
}
