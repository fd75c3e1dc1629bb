import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Counts what goes over one connection, and closes it as soon as its client has. It is the first handler of the channel:
/// nothing is between it and the socket.
final class ConnectionCounter: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData

  private let log: ConnectionLog
  private let index: Int
  private let channel: ObjectIdentifier

  init(_ log: ConnectionLog, of channel: any Channel) {
    self.log = log
    self.channel = ObjectIdentifier(channel)
    index = log.change { state in
      state.connections.append(ConnectionLog.Connection())
      state.open += 1
      return state.connections.count - 1
    }
    log.departures.opened(self.channel)
  }

  private func change(_ change: @Sendable (inout ConnectionLog.Connection) -> Void) {
    let index = index
    log.change { state in change(&state.connections[index]) }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let bytes =
      switch unwrapOutboundIn(data) {
      case .byteBuffer(let buffer): buffer.readableBytes
      case .fileRegion(let region): region.readableBytes
      }
    let promise = promise ?? context.eventLoop.makePromise()
    // A write that fails has put nothing on the wire.
    promise.futureResult.assumeIsolated().whenSuccess {
      self.change { connection in
        connection.sent += bytes
        if connection.isLeft { connection.sentAfterLeft += bytes }
      }
    }
    context.write(data, promise: promise)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    context.fireUserInboundEventTriggered(event)
    guard let event = event as? ChannelEvent, event == .inputClosed else { return }
    change { $0.isLeft = true }
    log.departures.left(channel)
    // The server would go on to write into a connection that is closed on the other side.
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    log.departures.left(channel)
    log.departures.closed(channel)
    let index = index
    log.change { state in
      state.connections[index].isLeft = true
      state.connections[index].isClosed = true
      state.open -= 1
    }
    context.fireChannelInactive()
  }
}

/// A child channel of a server, with a ``ConnectionCounter`` between it and the socket.
struct CountedChannel<Inner: ServerChildChannel>: ServerChildChannel {
  let inner: Inner
  let log: ConnectionLog

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Inner.Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(ConnectionCounter(log, of: channel))
    }.flatMap { inner.setup(channel: channel, logger: logger) }
  }

  func handle(value: Inner.Value, logger: Logger) async {
    await inner.handle(value: value, logger: logger)
  }
}

extension HTTPServerBuilder {
  /// HTTP/1.1, with every connection counted.
  static func http1(countedBy log: ConnectionLog) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in CountedChannel(inner: HTTP1Channel(responder: responder), log: log) }
  }
}
