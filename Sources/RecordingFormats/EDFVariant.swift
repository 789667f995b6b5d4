/// One of the European Data Format's family: how wide its samples are, and whether it is of the plus kind.
///
/// EDF: Kemp et al., 1992. EDF+: Kemp and Olivan, 2003. BDF: the same with three bytes a sample (BioSemi).
public struct EDFVariant: Hashable, Sendable {
  /// The width of a sample.
  public enum SampleWidth: Int, Hashable, Sendable {
    /// EDF: 16 bits, little-endian.
    case two = 2
    /// BDF: 24 bits, little-endian.
    case three = 3
  }

  /// Whether the file carries annotations and the times of its records.
  public enum Continuity: Hashable, Sendable {
    /// The original format: no annotations.
    case plain
    /// The plus kind, one data record following the other without interruption.
    case continuous
    /// The plus kind, every data record with a time of its own.
    case discontinuous
  }

  /// The width of a sample.
  public var width: SampleWidth
  /// Whether the file carries annotations and the times of its records.
  public var continuity: Continuity

  /// The variant with samples of `width` and this continuity.
  public init(_ width: SampleWidth, _ continuity: Continuity) {
    self.width = width
    self.continuity = continuity
  }

  /// What people call it: `EDF`, `BDF+C`, `EDF+D`.
  public var name: String { family + suffix }

  /// The digital values that a sample can take.
  public var digitalRange: ClosedRange<Int32> {
    width == .two ? -32_768...32_767 : -8_388_608...8_388_607
  }

  /// Whether it has annotations.
  public var isPlus: Bool { continuity != .plain }

  /// The label of the signals that carry annotations.
  var annotationLabel: String { "\(family) Annotations" }

  /// The eight bytes that open a file.
  var version: [UInt8] {
    width == .two ? Array("0       ".utf8) : [0xFF] + Array("BIOSEMI".utf8)
  }

  /// What the reserved field of the header says.
  var reserved: String {
    isPlus ? name : width == .two ? "" : "24BIT"
  }

  private var family: String { width == .two ? "EDF" : "BDF" }

  private var suffix: String {
    switch continuity {
    case .plain: ""
    case .continuous: "+C"
    case .discontinuous: "+D"
    }
  }
}
