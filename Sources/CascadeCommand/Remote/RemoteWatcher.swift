import Cascade
import CascadeSockets
import Foundation

/// Follows a screen from a thread of its own: the latest that is known of it, and whether it is there at all. When it goes, it is
/// looked for again.
///
/// Sendable because what both threads use lies behind the lock.
final class RemoteWatcher: @unchecked Sendable {
  enum News: Sendable {
    case reply(RemoteReply)
    /// Why there is nothing to see.
    case lost(String)
  }

  private let lock = Lock()
  // Behind the lock.
  private var latest: News?
  private var isOver = false

  /// - Parameters:
  ///   - verb: What is asked for: `state` or `screen`.
  ///   - news: Called on another thread when there is something to take.
  init(_ session: RemoteSession, verb: RemoteRequest.Verb, news: @escaping @Sendable () -> Void) {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    Thread.detachNewThread { [self] in
      while !isStopped {
        do {
          let client = try session.connect()
          var frame: Int?
          while !isStopped {
            let after = frame.map { ",\"after\":\($0)" } ?? ""
            let reply = try RemoteReply(
              line: client.ask("{\"do\":\"\(verb.rawValue)\"\(after)}", milliseconds: Self.patience))
            frame = reply.frame ?? frame
            post(reply.error.map { .lost($0) } ?? .reply(reply))
            news()
          }
        } catch {
          post(.lost(String(describing: error)))
          news()
        }
        // Before the next look.
        usleep(300_000)
      }
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// A screen on which nothing happens answers every few seconds all the same.
  private static let patience: Int32 = 20_000

  /// What is new since the last time.
  func take() -> News? {
    lock.lock()
    defer { lock.unlock() }
    defer { latest = nil }
    return latest
  }

  func stop() {
    lock.lock()
    isOver = true
    lock.unlock()
  }

  private var isStopped: Bool {
    lock.lock()
    defer { lock.unlock() }
    return isOver
  }

  private func post(_ news: News) {
    lock.lock()
    latest = news
    lock.unlock()
  }
}
