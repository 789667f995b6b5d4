internal import Foundation
public import Links
internal import Signals

/// Looks for wearables that could be monitored, without speaking to any.
public struct DeviceFinder {
  /// Somewhere a wearable may be heard.
  public struct Found: Hashable, Sendable {
    /// Where.
    public var address: LinkAddress
    /// What it is, as far as its name tells.
    public var words: String
  }

  private let runtimeFolder: String?
  private let devices: String

  /// A finder that looks for serial lines in `devices`, and for wearables in software in `runtimeFolder`.
  public init(runtimeFolder: String?, devices: String = "/dev") {
    self.runtimeFolder = runtimeFolder
    self.devices = devices
  }

  /// The socket on which a wearable in software is found, the first that is not in use; nil without a runtime folder.
  public static func socket(in runtimeFolder: String) -> String? {
    (1...99).map { "\(runtimeFolder)/wearable-\($0).sock" }
      .first { !FileManager.default.fileExists(atPath: $0) }
  }

  /// What there is: serial lines under the names that their makers gave them, then wearables in software.
  public func find() -> [Found] { serialLines + softwareWearables }

  private var serialLines: [Found] {
    let named = names(in: "\(devices)/serial/by-id")
    if !named.isEmpty {
      return named.map { name in
        Found(address: .terminal(path: "\(devices)/serial/by-id/\(name)"), words: words(of: name))
      }
    }
    return names(in: devices).filter { $0.hasPrefix("ttyACM") || $0.hasPrefix("ttyUSB") }
      .map { Found(address: .terminal(path: "\(devices)/\($0)"), words: "serial line \(printable($0))") }
  }

  private var softwareWearables: [Found] {
    guard let runtimeFolder else { return [] }
    return names(in: runtimeFolder).filter { $0.hasPrefix("wearable-") && $0.hasSuffix(".sock") }
      .map { Found(address: .unix(path: "\(runtimeFolder)/\($0)"), words: "a wearable in software") }
  }

  /// `usb-Maker_Model_1234-if00` is how udev names a line.
  private func words(of name: String) -> String {
    var words = Substring(name)
    if words.hasPrefix("usb-") { words = words.dropFirst(4) }
    if let end = words.range(of: "-if", options: .backwards) { words = words[..<end.lowerBound] }
    return printable(words.replacingOccurrences(of: "_", with: " "))
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
