import ArgumentParser
import FirmwareProtocol
import Foundation
import Links
import Signals
import Wearables

/// Where what goes over a wire is taken from: a capture, or a device that is listened to for a while.
struct WireListening: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A device (tty:PATH, unix:PATH, tcp:127.0.0.1:PORT), or a capture.", valueName: "device|capture"),
    completion: .file())
  var from: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How long a device is listened to.", valueName: "s"))
  var seconds = 15.0

  @Option(
    help: ArgumentHelp("Keep what a device and this host say in this file.", valueName: "file"),
    completion: .file())
  var capture: String?

  func validate() throws {
    guard seconds >= 1, seconds <= 86_400 else { throw ValidationError("--seconds takes 1 to 86400") }
    if capture != nil, LinkAddress(from) == nil { throw ValidationError("--capture belongs to a device") }
  }

  /// Hands over each run of bytes, in order; says why it ended early, where it did.
  func run(_ take: (Capture.Record) throws -> Void) throws {
    if let address = LinkAddress(from) {
      try listen(to: address, take)
    } else {
      try read(take)
    }
  }

  private func read(_ take: (Capture.Record) throws -> Void) throws {
    guard FileManager.default.fileExists(atPath: from) else {
      Failure.say("\(from): no such file, and no address of a device")
      throw Failure.absent
    }
    guard let bytes = FileManager.default.contents(atPath: from) else {
      Failure.say("\(from): cannot be read")
      throw Failure.forbidden
    }
    var reader = try CaptureReader(Array(bytes), name: from)
    guard reader.kind == DeviceKind.native.rawValue else {
      throw LinkError(
        .malformed, name: from,
        reason: "is of a device that does not speak the protocol: \(printable(reader.kind))")
    }
    do {
      while let record = try reader.next() { try take(record) }
    } catch let error as LinkError {
      // What came before is good.
      Failure.say(error.message)
    }
  }

  private func listen(to address: LinkAddress, _ take: (Capture.Record) throws -> Void) throws {
    let link = try ByteLink.open(address)
    let file = try capture.map { try CaptureFile(path: $0, kind: .native) }
    Interruption.watch()
    let clock = ContinuousClock()
    let begin = clock.now
    var host = NativeHost()
    var isStopping = false
    while host.phase != .stopped {
      let elapsed = clock.now - begin
      let now = Seconds(elapsed / .seconds(1))
      let nanoseconds = UInt64(max(0, elapsed / .nanoseconds(1)))
      if case .failed(let failure) = host.phase {
        throw LinkError(.unavailable, name: from, reason: failure.reason)
      }
      if !isStopping, now.value >= seconds || Interruption.isAsked {
        isStopping = true
        host.stop()
      }
      // A device that does not say where it stopped has been heard for long enough.
      if now.value >= seconds + 5 || isStopping && host.phase == .greeting { break }
      let came = try link.read(waiting: 5)
      var out: [[UInt8]] = []
      if !came.isEmpty {
        try keep(Capture.Record(time: nanoseconds, direction: .fromDevice, bytes: came), file, take)
        came.withUnsafeBytes { raw in
          host.receive(raw, at: now) { if case .send(let bytes) = $0 { out.append(bytes) } }
        }
      }
      host.tick(at: now) { if case .send(let bytes) = $0 { out.append(bytes) } }
      for bytes in out {
        try keep(Capture.Record(time: nanoseconds, direction: .toDevice, bytes: bytes), file, take)
        try link.write(bytes)
      }
    }
  }

  private func keep(
    _ record: Capture.Record, _ file: CaptureFile?, _ take: (Capture.Record) throws -> Void
  ) throws {
    file?.add(record)
    try take(record)
  }
}
