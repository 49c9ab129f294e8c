import Foundation
import Tuning

/// A run's curves as TensorBoard's event file: records of protobuf `Event`s, as TensorFlow's TFRecord frames
/// them, each length and each record with its masked CRC-32C.
///
/// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
package struct TensorBoardEvents {
  private let started: Date
  private let metrics: [StepMetric]
  private let evaluations: [Evaluation]

  package init(started: Date, metrics: [StepMetric], evaluations: [Evaluation]) {
    (self.started, self.metrics, self.evaluations) = (started, metrics, evaluations)
  }

  /// TensorBoard reads files that have `tfevents` in their names.
  package func fileName(key: RunKey) -> String {
    "events.out.tfevents.\(Int(started.timeIntervalSince1970)).\(key.short)"
  }

  package var data: Data {
    var file = Data()
    var time = started.timeIntervalSince1970
    // The first record says what the rest is.
    append(
      Message {
        $0.double(1, time)
        $0.text(3, "brain.Event:2")
      }, to: &file)
    var evaluations = evaluations[...]
    func emit(_ step: Int, _ values: [(String, Double?)]) {
      append(
        event(step, time, values.compactMap { name, value in value.map { (name, $0) } }), to: &file)
    }
    func emitEvaluations(upTo step: Int) {
      while let next = evaluations.first, next.step <= step {
        emit(next.step, [("valid/loss", next.loss), ("valid/accuracy", next.accuracy)])
        evaluations.removeFirst()
      }
    }
    for metric in metrics {
      emitEvaluations(upTo: metric.step - 1)
      if metric.seconds.isFinite { time += metric.seconds }
      emit(
        metric.step,
        [
          ("train/loss", metric.loss), ("train/lr", metric.rate),
          ("train/gradient_norm", metric.gradientNorm),
        ])
    }
    emitEvaluations(upTo: .max)
    return file
  }

  /// `Event { wall_time, step, summary { value { tag, simple_value } … } }`.
  private func event(_ step: Int, _ time: Double, _ values: [(String, Double)]) -> Message {
    Message { event in
      event.double(1, time)
      event.integer(2, UInt64(step))
      event.message(
        5,
        Message { summary in
          for (tag, value) in values {
            summary.message(
              1,
              Message {
                $0.text(1, tag)
                $0.float(2, Float(value))
              })
          }
        })
    }
  }

  private func append(_ message: Message, to file: inout Data) {
    let length = withUnsafeBytes(of: UInt64(message.bytes.count).littleEndian) { Array($0) }
    file.append(contentsOf: length)
    file.append(contentsOf: Self.mask(length))
    file.append(contentsOf: message.bytes)
    file.append(contentsOf: Self.mask(message.bytes))
  }

  /// A checksum as a TFRecord has it: bytes that hold checksums themselves are then distinguished.
  private static func mask(_ bytes: [UInt8]) -> [UInt8] {
    let sum = CRC32C.checksum(bytes)
    let masked = ((sum >> 15) | (sum << 17)) &+ 0xa282_ead8
    return withUnsafeBytes(of: masked.littleEndian) { Array($0) }
  }

  /// A protobuf message while it is written.
  private struct Message {
    private(set) var bytes: [UInt8] = []

    init(_ fill: (inout Message) -> Void) { fill(&self) }

    private mutating func varint(_ value: UInt64) {
      var value = value
      while value >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
        value >>= 7
      }
      bytes.append(UInt8(value))
    }

    private mutating func key(_ field: Int, _ wire: UInt64) { varint(UInt64(field) << 3 | wire) }

    mutating func integer(_ field: Int, _ value: UInt64) {
      key(field, 0)
      varint(value)
    }

    mutating func double(_ field: Int, _ value: Double) {
      key(field, 1)
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func float(_ field: Int, _ value: Float) {
      key(field, 5)
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ field: Int, _ text: String) { content(field, Array(text.utf8)) }
    mutating func message(_ field: Int, _ message: Message) { content(field, message.bytes) }

    private mutating func content(_ field: Int, _ content: [UInt8]) {
      key(field, 2)
      varint(UInt64(content.count))
      bytes += content
    }
  }
}

/// CRC-32 by Castagnoli's polynomial, bits reversed.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82f6_3b78
    }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)]
    }
  }
}
