#include "CNcurses.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>

// A signal sets a bit and rings a bell: one byte in a pipe, which ends a poll. It does so on whatever thread it finds,
// so no thread has to block anything, and no signal is lost between a look at the bits and the poll.
//
// One that asks for the end is heard even while the program computes: an alarm is set with it, and where the news isn't
// taken by then, the guard gives the terminal back and ends the process.

static const struct {
  int signal;
  unsigned news;
} caught[] = {
    {SIGWINCH, cn_news_resize},    {SIGTSTP, cn_news_stop},        {SIGCONT, cn_news_continue},
    {SIGINT, cn_news_interrupt},   {SIGTERM, cn_news_terminate},   {SIGHUP, cn_news_hangup},
};
enum { count = sizeof caught / sizeof *caught };

static struct sigaction before[count];
static sigset_t mask_before;
static _Atomic unsigned pending;
static _Atomic int unheard;
static int bell[2] = {-1, -1};

void cn_signals_ring(unsigned news) {
  // Where a bit is set, the bell has been rung and not been answered.
  if (atomic_fetch_or(&pending, news) != 0) return;
  int saved = errno;
  ssize_t ignored = write(bell[1], "", 1);
  (void)ignored;
  errno = saved;
}

static const unsigned endings = cn_news_interrupt | cn_news_terminate | cn_news_hangup;

/// In microseconds: so long a program has to hear that it is to end.
static const long alarm_after = 100000;

/// Not on the list of POSIX for handlers, as `timer_settime` is, which not every system has; a plain system call.
static void set_alarm(long microseconds) {
  struct itimerval once = {.it_value = {.tv_usec = microseconds}};
  setitimer(ITIMER_REAL, &once, NULL);
}

static void handle(int signal) {
  for (int i = 0; i < count; i++) {
    if (caught[i].signal != signal) continue;
    cn_signals_ring(caught[i].news);
    if (!(caught[i].news & endings) || !cn_guard_has_alarm()) continue;
    atomic_store(&unheard, signal);
    set_alarm(alarm_after);
    // The guard may have gone meanwhile, on another thread: then the alarm would end the process.
    if (!cn_guard_has_alarm()) cn_signals_calm();
  }
}

int cn_signals_unheard(void) { return atomic_load(&unheard); }

void cn_signals_calm(void) {
  if (atomic_exchange(&unheard, 0) == 0) return;
  set_alarm(0);
  // Another one has come in between, and its alarm was that one.
  if (atomic_load(&unheard) != 0) set_alarm(alarm_after);
}

static void catch_one(int index) {
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(caught[index].signal, NULL, &before[index]);
  // What the parent had ignored (nohup, a shell without job control) stays ignored.
  if (before[index].sa_handler != SIG_IGN) sigaction(caught[index].signal, &action, NULL);
}

/// Makes the pipe once; it lives as long as the process, so that a late `cn_wake` hits no other descriptor.
static bool hang_bell(void) {
  if (bell[0] >= 0) return true;
  if (pipe(bell) != 0) return false;
  for (int end = 0; end < 2; end++) {
    fcntl(bell[end], F_SETFD, FD_CLOEXEC);
    fcntl(bell[end], F_SETFL, O_NONBLOCK);
  }
  return true;
}

bool cn_signals_catch(void) {
  if (!hang_bell()) return false;
  cn_signals_take();
  sigset_t wanted;
  sigemptyset(&wanted);
  for (int i = 0; i < count; i++) {
    catch_one(i);
    sigaddset(&wanted, caught[i].signal);
  }
  // The parent may have blocked them, as the worker threads of some runtimes do.
  pthread_sigmask(SIG_UNBLOCK, &wanted, &mask_before);
  return true;
}

void cn_signals_release(void) {
  pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
  for (int i = 0; i < count; i++) sigaction(caught[i].signal, &before[i], NULL);
}

bool cn_signals_can_stop(void) {
  struct sigaction stop;
  return sigaction(SIGTSTP, NULL, &stop) == 0 && stop.sa_handler != SIG_IGN;
}

void cn_signals_stop(void) {
  struct sigaction stop, go, plain = {.sa_handler = SIG_DFL};
  sigemptyset(&plain.sa_mask);
  // SIGCONT too: the one that ends this stop is no news.
  sigaction(SIGCONT, &plain, &go);
  sigaction(SIGTSTP, &plain, &stop);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &stop, NULL);
  sigaction(SIGCONT, &go, NULL);
}

bool cn_signals_want_end(void) { return atomic_load(&pending) & endings; }

int cn_signals_descriptor(void) { return bell[0]; }

unsigned cn_signals_take(void) {
  // The bell first: a signal after this finds no bit, and rings again.
  char bytes[16];
  while (read(bell[0], bytes, sizeof bytes) > 0) continue;
  unsigned news = atomic_exchange(&pending, 0);
  if (news & endings) cn_signals_calm();
  return news;
}

void cn_wake(void) { cn_signals_ring(cn_news_wake); }
