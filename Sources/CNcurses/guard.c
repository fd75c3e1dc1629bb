#include "internal.h"
#include "platform.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind {
  /// Comes again on its own once its handler returns, ignored or not.
  fault,
  /// Is sent, and something like Swift's backtracer may have a look before the end.
  crash,
  /// Is sent, and ends the process only where nothing handles it.
  plain,
};

static const struct {
  int signal;
  enum kind kind;
} deadly[] = {
    {SIGBUS, fault},    {SIGFPE, fault},  {SIGILL, fault},  {SIGSEGV, fault}, {SIGTRAP, fault},
    {SIGABRT, crash},   {SIGQUIT, crash},
    {SIGALRM, plain},   {SIGPIPE, plain}, {SIGPROF, plain}, {SIGSYS, plain},  {SIGUSR1, plain},  {SIGUSR2, plain},
    {SIGVTALRM, plain}, {SIGXCPU, plain}, {SIGXFSZ, plain},
#ifdef __linux__
    // Elsewhere they end nothing, or there are none.
    {SIGIO, plain},     {SIGPWR, plain},  {SIGSTKFLT, plain},
#endif
};
enum { count = sizeof deadly / sizeof *deadly };

static struct sigaction before[count];
static bool is_guarded[count];
static char restore[512];
static size_t restore_length;
static atomic_size_t restore_skip;
static atomic_bool is_set, has_crashed;

static void stop_guarding(int index) {
  // An alarm on its way to another thread is dropped: what was to hear of it has.
  if (is_guarded[index] && deadly[index].signal == SIGALRM) signal(SIGALRM, SIG_IGN);
  if (is_guarded[index]) sigaction(deadly[index].signal, &before[index], NULL);
}

static void end(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  // Once: what is heard meanwhile must not change what this is.
  int unheard = signal_number == SIGALRM ? cn_signals_unheard() : 0;
  // An alarm that no process sent is our own, and over where the news was taken.
  if (signal_number == SIGALRM && unheard == 0 && cn_platform_is_of_timer(info)) return;
  int index = 0;
  while (deadly[index].signal != signal_number) index++;
  enum kind kind = deadly[index].kind;
  if (!atomic_exchange(&has_crashed, true)) {
    // The modes first: a second signal can end the process while the terminal makes room for the bytes.
    cn_modes_restore();
    size_t skip = atomic_load(&restore_skip);
    cn_output_last_words(restore + skip, restore_length - skip);
    cn_messages_release();
  } else if (kind == plain) {
    // The end has begun already, and this must not cut it short.
    return;
  }
  if (unheard != 0) _exit(128 + unheard);
  // To what was there before: Swift's backtracer, or the system. A fault that was sent does not come again, and the
  // backtracer lets a process go on that got one.
  stop_guarding(index);
  bool is_own_fault = kind == fault && info->si_code > 0;
  if (is_own_fault) return;
  // Who ends it from outside wants no backtrace, which would wait for a key.
  if (info->si_code <= 0 && info->si_pid == getpid()) raise(signal_number);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void start_guarding(int index) {
  int signal_number = deadly[index].signal;
  enum kind kind = deadly[index].kind;
  sigaction(signal_number, NULL, &before[index]);
  // What the parent had ignored stays ignored, and what has a handler is no end.
  bool is_ignored = before[index].sa_handler == SIG_IGN;
  bool is_handled = !is_ignored && before[index].sa_handler != SIG_DFL;
  is_guarded[index] = kind == fault || !(is_ignored || (is_handled && kind == plain));
  if (!is_guarded[index]) return;
  struct sigaction action = {.sa_sigaction = end, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
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
  for (int i = 0; i < count; i++) start_guarding(i);
}

void cn_guard_skip(size_t length) { atomic_store(&restore_skip, length < restore_length ? length : restore_length); }

bool cn_guard_has_alarm(void) {
  if (!atomic_load(&is_set)) return false;
  for (int i = 0; i < count; i++) {
    if (deadly[i].signal == SIGALRM) return is_guarded[i];
  }
  return false;
}

void cn_guard_pause(bool pauses) {
  static struct sigaction kept[count];
  struct sigaction bare = {.sa_handler = SIG_DFL};
  sigemptyset(&bare.sa_mask);
  for (int i = 0; i < count; i++) {
    if (deadly[i].kind == plain) continue;
    if (!pauses) {
      sigaction(deadly[i].signal, &kept[i], NULL);
    } else if (sigaction(deadly[i].signal, NULL, &kept[i]) == 0 && kept[i].sa_handler != SIG_IGN) {
      sigaction(deadly[i].signal, &bare, NULL);
    }
  }
}

void cn_guard_clear(void) {
  if (!atomic_exchange(&is_set, false)) return;
  cn_signals_calm();
  for (int i = 0; i < count; i++) stop_guarding(i);
}
