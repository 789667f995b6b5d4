import ArgumentParser
import Simulation

/// A fault of the virtual wearable or its link, as an argument: `loss=0.01`.
struct FaultArgument: ExpressibleByArgument {
  /// What can be wrong.
  enum Name: String, CaseIterable {
    case loss, duplicates, reordering, bitErrors = "bit-errors", jitter, drift, rate, wrap, stall, reset
    case leadOff = "lead-off"
    case lowBattery = "low-battery"
    case unplug

    /// What the number says, and how far it may go.
    var range: ClosedRange<Double> {
      switch self {
      case .loss, .duplicates, .reordering, .bitErrors: 0...1
      case .jitter: 0...60
      case .drift: -10_000...10_000
      case .rate: -0.5...0.5
      case .wrap: 0...1e6
      case .stall, .reset, .unplug: 0.1...1e6
      case .leadOff: 0...31
      case .lowBattery: 1...1
      }
    }
  }

  var name: Name
  var value: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard let name = parts.first.flatMap({ Name(rawValue: String($0)) }) else { return nil }
    let value = parts.count > 1 ? Double(parts[1]) : name == .lowBattery ? 1 : name == .leadOff ? 0 : nil
    guard let value, name.range.contains(value) else { return nil }
    (self.name, self.value) = (name, value)
  }

  static let help = """
    A fault, by name and number; may be repeated. Of the link, as shares of what is sent: loss, duplicates, reordering, \
    bit-errors; jitter in seconds. Of the device: drift of its clock in ppm; rate, the share by which its rate is another \
    than it says; wrap, seconds until its counters begin anew; lead-off, a channel's number; low-battery. Every so many \
    seconds: stall (silent for 2 s), reset, unplug (gone for 2 s).
    """
}

extension [FaultArgument] {
  /// The number of a fault, where it was asked for; the last word counts.
  func value(_ name: FaultArgument.Name) -> Double? { last { $0.name == name }?.value }

  /// What of them belongs to the link.
  var linkFaults: LinkFaults {
    var faults = LinkFaults()
    faults.loss = value(.loss) ?? 0
    faults.duplicates = value(.duplicates) ?? 0
    faults.reordering = value(.reordering) ?? 0
    faults.bitErrors = value(.bitErrors) ?? 0
    // Without jitter what is sent arrives at once: the real link beneath has its own.
    faults.delay = 0...(value(.jitter) ?? 0)
    return faults
  }
}
