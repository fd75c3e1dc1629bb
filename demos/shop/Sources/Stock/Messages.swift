import Foundation
import GRPCCore

/// What is asked of the stock service. Written by hand, since there is no `protoc` everywhere: gRPC carries any bytes, and
/// these are JSON.
public struct Reservation: Codable, Hashable, Sendable {
  /// What is to be kept back.
  public var item: String
  /// How long the shelf takes to answer, in milliseconds; the ledger takes half of it.
  public var slowness: Int

  /// Makes the message.
  public init(item: String, slowness: Int = 0) {
    self.item = item
    self.slowness = slowness
  }
}

/// What the stock service answers.
public struct Reserved: Codable, Hashable, Sendable {
  /// How many of it are left.
  public var left: Int
}

/// Messages as JSON, in both directions.
struct JSONMessages<Message: Codable & Sendable>: MessageSerializer, MessageDeserializer {
  func serialize<Bytes: GRPCContiguousBytes>(_ message: Message) throws -> Bytes {
    Bytes(try JSONEncoder().encode(message))
  }

  func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Message {
    do {
      return try bytes.withUnsafeBytes { try JSONDecoder().decode(Message.self, from: Data($0)) }
    } catch {
      throw RPCError(code: .invalidArgument, message: "the message isn't one of this service")
    }
  }
}
