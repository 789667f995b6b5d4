internal import Foundation
public import Links
public import Signals

/// A capture of the wire to a device, played as a recording.
///
/// One of the native protocol is put together from all that it holds: what was sent again is put where it belongs, what never came is a gap,
/// and after a reset the samples go on where the host's clock says. One of any other device is heard again as it was live.
public final class CaptureSource: BlockSource {
  public let description: SourceDescription
  public var damage: [String] {
    switch form {
    case .timeline: readingDamage
    case .playback(let playback): readingDamage + playback.damage
    }
  }
  private let readingDamage: [String]
  private let form: Form

  private enum Form {
    case timeline(CaptureTimeline)
    case playback(CapturePlayback)
  }

  /// Whether a file that begins so is a capture.
  public static func recognises(_ head: [UInt8]) -> Bool { (try? CaptureReader(head, name: "")) != nil }

  /// Opens the capture at `path`.
  ///
  /// - Throws: ``LinkError`` where it is none, of an unknown device, or no device is described in it.
  public init(path: String) throws(LinkError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw LinkError(.failed, name: path, reason: "cannot be read")
    }
    var reader = try CaptureReader(Array(bytes), name: path)
    guard let kind = DeviceKind(rawValue: reader.kind) else {
      throw LinkError(
        .malformed, name: path,
        reason: "is of a device that this program does not know: \(printable(reader.kind))")
    }
    var records: [Capture.Record] = []
    var damage: [String] = []
    do throws(LinkError) {
      while let record = try reader.next() { records.append(record) }
    } catch {
      damage.append(error.reason)
    }
    if kind == .native {
      let timeline = try CaptureTimeline(records, name: path)
      damage += timeline.damage
      (description, form) = (timeline.description, .timeline(timeline))
    } else {
      let playback = try CapturePlayback(records, kind: kind, name: path)
      (description, form) = (playback.description, .playback(playback))
    }
    readingDamage = damage
  }

  public func next(into block: inout Block) -> Delivery {
    switch form {
    case .timeline(let timeline): timeline.next(into: &block)
    case .playback(let playback): playback.next(into: &block)
    }
  }
}
