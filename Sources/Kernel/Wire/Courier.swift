import CZeroMQ
import Foundation
import JSON
import Synchronization

/// Carries messages between the sockets, which only its thread uses, and the kernel's other threads.
///
/// Sendable because the mutex guards what other threads reach; the rest is the thread's own.
package final class Courier: @unchecked Sendable {
  typealias Channel = ConnectionFile.Channel

  private let context: UnsafeMutableRawPointer
  private var sockets: [Channel: Socket] = [:]
  private var format: WireFormat
  /// Wakes the thread when something is to be sent: it is written to and read from.
  private let wake: (reading: Int32, writing: Int32)
  private let state = Mutex(State())
  private let session: String

  private struct State {
    var waiting: [(channel: Channel, message: KernelMessage)] = []
    var isClosed = false
  }

  /// Listens at the addresses.
  ///
  /// - Parameters:
  ///   - library: libzmq's path; nil finds the system's.
  ///   - session: of the messages that the courier itself sends.
  package init(
    _ connection: ConnectionFile, library: String?, session: String
  ) throws(KernelError) {
    if let reason = czmq_load(library) { throw .library(reason: String(cString: reason)) }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, let context = czmq_context() else {
      throw .socket(reason: "the system has no more descriptors")
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    self.context = context
    self.session = session
    wake = (ends[0], ends[1])
    format = WireFormat(key: connection.key)
    for channel in Channel.allCases {
      let kind =
        switch channel {
        case .iopub: CZMQ_PUBLISHER
        case .heartbeat: CZMQ_REPLY
        default: CZMQ_ROUTER
        }
      sockets[channel] = try Socket(context, kind, boundTo: connection.address(channel))
    }
  }

  deinit {
    sockets = [:]
    czmq_end(context)
    close(wake.reading)
    close(wake.writing)
  }

  // MARK: From any thread

  /// Sends a message after those that were given before it. Text for a stream that continues what
  /// still waits goes with it.
  func post(_ message: KernelMessage, on channel: Channel) {
    let isFirst = state.withLock { state in
      guard !state.isClosed else { return false }
      if let last = state.waiting.indices.last, state.waiting[last].channel == channel,
        let joined = state.waiting[last].message.joined(with: message)
      {
        state.waiting[last].message = joined
        return false
      }
      state.waiting.append((channel, message))
      return state.waiting.count == 1
    }
    if isFirst { ring() }
  }

  /// Sends what waits and ends `run`.
  func stop() {
    state.withLock { $0.isClosed = true }
    ring()
  }

  private func ring() {
    var byte: UInt8 = 1
    _ = write(wake.writing, &byte, 1)
  }

  // MARK: On its own thread

  /// Receives and sends until `stop`.
  ///
  /// - Parameters:
  ///   - receive: takes a message that was signed as it must be; returns soon.
  ///   - refuse: takes the fault of one that wasn't.
  ///   - isAbandoned: asked every second; ends the loop.
  func run(
    receive: (Channel, KernelMessage) -> Void, refuse: (Channel, WireFormat.Fault) -> Void,
    isAbandoned: () -> Bool
  ) {
    let channels = Channel.allCases
    let handles = channels.map { UnsafeMutableRawPointer?(sockets[$0]!.handle) }
    var ready = [UInt8](repeating: 0, count: channels.count)
    var isOpen = true
    while isOpen {
      let code = handles.withUnsafeBufferPointer {
        czmq_wait($0.baseAddress, Int32(channels.count), wake.reading, 1000, &ready)
      }
      if code != 0, code != EINTR { break }
      drainWake()
      for (channel, isReady) in zip(channels, ready) where isReady != 0 {
        while let frames = sockets[channel]!.receive() { take(frames, channel, receive, refuse) }
      }
      isOpen = sendWaiting() && !isAbandoned()
    }
    state.withLock { $0.isClosed = true }
  }

  private func take(
    _ frames: [[UInt8]], _ channel: Channel, _ receive: (Channel, KernelMessage) -> Void,
    _ refuse: (Channel, WireFormat.Fault) -> Void
  ) {
    switch channel {
    case .heartbeat: sockets[.heartbeat]!.send(frames)
    case .iopub:
      // A byte that says whether a topic is subscribed to or left, and the topic.
      guard let frame = frames.first, frame.first == 1 else { return }
      welcome(topic: Array(frame.dropFirst()))
    case .shell, .control, .stdin:
      do throws(WireFormat.Fault) {
        receive(channel, try format.message(frames))
      } catch {
        refuse(channel, error)
      }
    }
  }

  /// Tells a subscriber that from now on it gets what is published.
  private func welcome(topic: [UInt8]) {
    let message = KernelMessage(
      identities: [topic], header: MessageHeader("iopub_welcome", session: session),
      parent: .object([]), content: .record(["subscription": .string(topic)]))
    sockets[.iopub]!.send(format.frames(message))
  }

  private func drainWake() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(wake.reading, &bytes, bytes.count) > 0 {}
  }

  /// False once it was stopped.
  private func sendWaiting() -> Bool {
    let (waiting, isClosed) = state.withLock { state in
      defer { state.waiting = [] }
      return (state.waiting, state.isClosed)
    }
    for (channel, message) in waiting { sockets[channel]!.send(format.frames(message)) }
    return !isClosed
  }
}

extension KernelMessage {
  private static let largestStream = 1 << 20

  /// One message of two that write to the same stream for the same request; nil for all others.
  fileprivate func joined(with next: KernelMessage) -> KernelMessage? {
    guard header.kind == "stream", next.header.kind == "stream", parent == next.parent,
      let name = content["name"], name == next.content["name"],
      let first = content["text"]?.bytes, let second = next.content["text"]?.bytes,
      first.count + second.count <= Self.largestStream
    else { return nil }
    var joined = self
    joined.content = .record(["name": name, "text": .string(first + second)])
    return joined
  }
}
