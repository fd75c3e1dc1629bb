import Synchronization

/// Who is to be told when the client of a connection leaves: the requests that are being answered on it.
final class Departures: Sendable {
  private struct Connection: Sendable {
    var isLeft = false
    var next = 0
    var actions: [Int: @Sendable () -> Void] = [:]
  }

  private let connections = Mutex<[ObjectIdentifier: Connection]>([:])

  /// The connection of this channel begins.
  func opened(_ channel: ObjectIdentifier) {
    connections.withLock { $0[channel] = Connection() }
  }

  /// Its client has left: calls the actions, once.
  func left(_ channel: ObjectIdentifier) {
    let actions = connections.withLock { connections in
      connections[channel]?.isLeft = true
      return connections[channel]?.actions.removeAll() ?? [:]
    }
    for (_, action) in actions { action() }
  }

  /// It is over.
  func closed(_ channel: ObjectIdentifier) {
    connections.withLock { _ = $0.removeValue(forKey: channel) }
  }

  /// Calls `action` when the client leaves; at once if it has.
  ///
  /// - Returns: What takes it back.
  func add(to channel: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) -> Int {
    let token = connections.withLock { connections -> Int? in
      guard var connection = connections[channel], !connection.isLeft else { return nil }
      connection.next += 1
      connection.actions[connection.next] = action
      connections[channel] = connection
      return connection.next
    }
    if token == nil { action() }
    return token ?? 0
  }

  func remove(_ token: Int, from channel: ObjectIdentifier) {
    connections.withLock { _ = $0[channel]?.actions.removeValue(forKey: token) }
  }
}

extension Dictionary {
  /// Empties it, and returns what was in it.
  fileprivate mutating func removeAll() -> Self {
    defer { self = [:] }
    return self
  }
}
