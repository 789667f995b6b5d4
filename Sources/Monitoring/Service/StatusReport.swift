internal import Foundation

/// How a monitor fares, as `spasm status` tells it: one JSON object, read back by the command.
///
/// Names in JSON are those of the members with underscores: `free_bytes`. Readers ignore what they do not know.
public struct StatusReport: Codable, Hashable, Sendable {
  /// The version of the object.
  public var schema = 1
  /// The process that monitors.
  public var pid: Int32
  /// How long it has been running, in seconds.
  public var uptimeS: Double
  /// Whether its work does not get on.
  public var isStalled: Bool
  public var wearables: [Wearable]
  /// What a person should know, newest last.
  public var remarks: [Remark]

  /// One wearable; times are in seconds of its own, from its first sample.
  public struct Wearable: Codable, Hashable, Sendable {
    public var name: String
    public var device: String
    public var preset: String
    public var timeS: Double
    /// `connected`, `lost` or `ended`.
    public var link: String
    /// Why it was lost, or ended.
    public var linkReason: String?
    /// `off`, `on` or `paused`.
    public var recording: String
    /// The session's folder.
    public var session: String?
    /// Why nothing is kept at the moment.
    public var recordingReason: String?
    public var channels: [Channel]
    public var episodes: [String: Int]
    public var lastSpasm: Spasm?
    /// How many spasms the bout that goes on holds so far.
    public var boutSpasms: Int?
    public var batteryPercent: Double?
    public var isCharging: Bool?
    public var driftPpm: Double?
    public var jitterMs: Double?
    /// Frames of muscle.
    public var received: Int64
    public var lost: Int64
    public var overrun: Int64
    public var freeBytes: Int64?
    /// How long the disk lasts, where that is not long.
    public var hoursLeft: Double?
  }

  /// One EMG channel.
  public struct Channel: Codable, Hashable, Sendable {
    public var label: String
    /// `learning`, `rest`, `active`, `spasm`, `movement`, `twitch` or `electrode_off`.
    public var state: String
    /// Since when.
    public var sinceS: Double?
    /// What is wrong with an electrode: `flat`, `railed` or `missing`.
    public var flaw: String?
    /// The envelope over the level of rest.
    public var xRest: Double?
  }

  /// A spasm that is over.
  public struct Spasm: Codable, Hashable, Sendable {
    public var channel: String
    public var onsetS: Double
    public var durationS: Double
    /// How long ago it ended.
    public var agoS: Double
  }

  /// Something a person should know.
  public struct Remark: Codable, Hashable, Sendable {
    public var atS: Double
    public var text: String
    public var isWarning: Bool
  }

  /// The report that `json` holds; nil where it holds something else.
  public init?(json: [UInt8]) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let report = try? decoder.decode(StatusReport.self, from: Data(json)) else { return nil }
    self = report
  }

  /// The report as one line of JSON, with its line feed.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array((try? encoder.encode(self)) ?? Data("{}".utf8)) + [UInt8(ascii: "\n")]
  }

  /// A battery below this is told as trouble, unless it is being charged.
  fileprivate static let leastBattery = 10.0
  /// A disk that lasts for fewer hours is told as trouble.
  fileprivate static let leastHours = 1.0

  /// What is wrong, a line each; none when all is well.
  public var troubles: [String] {
    (isStalled ? ["the monitor does not get on with its work"] : [])
      + wearables.flatMap { wearable in
        wearable.troubles.map { wearables.count > 1 ? "\(wearable.name): \($0)" : $0 }
      }
  }
}

extension StatusReport.Wearable {
  fileprivate var troubles: [String] {
    var troubles: [String] = []
    func because(_ reason: String?) -> String { reason.map { $0.isEmpty ? "" : ": \($0)" } ?? "" }
    if link == "lost" { troubles.append("nothing is seen, the link is lost" + because(linkReason)) }
    if link == "ended", linkReason != nil {
      troubles.append("nothing is seen any more" + because(linkReason))
    }
    if recording == "paused" { troubles.append("what is seen is not recorded" + because(recordingReason)) }
    let off = channels.filter { $0.state == "electrode_off" }
    if !off.isEmpty {
      troubles.append(
        "no muscle is heard on \(off.map(\.label).joined(separator: ", ")): look at the electrodes")
    }
    if let batteryPercent, batteryPercent <= StatusReport.leastBattery, isCharging != true {
      troubles.append("the battery is at \(Int(batteryPercent)) %")
    }
    if let hoursLeft, hoursLeft < StatusReport.leastHours {
      troubles.append("the disk will be full in \(Int((hoursLeft * 60).rounded())) minutes")
    }
    return troubles
  }
}
