/// A part of the detection that can be left out, to see what it is worth.
public enum DetectionPart: String, Hashable, Sendable, CaseIterable {
  /// Motion explains activity, and posture what lasts.
  case motion
  /// Heartbeats are found and blanked.
  case heartbeat
  /// Mains hum is found and taken out.
  case hum
  /// Steps of the electrode's noise are known by their colour.
  case noiseStep = "noise-step"
  /// Clicks are known by the band below muscle's.
  case clicks
  /// Onset and end are refined by maximum likelihood.
  case refinement
  /// Thresholds rise over a rest that wanders, and what lasts has to stand clear of it.
  case wander
  /// What lasts far below the muscle's strength is tone.
  case strength
  /// A deep fall ends an activity, and a steep rise begins another.
  case relaxation
}

/// A set of parts, to be asked without cost.
public struct DetectionParts: Hashable, Sendable {
  private var bits: UInt16 = 0

  /// The set of `parts`.
  public init(_ parts: some Sequence<DetectionPart> = []) {
    for part in parts { bits |= Self.bit(part) }
  }

  /// Whether `part` is in it.
  public func contains(_ part: DetectionPart) -> Bool { bits & Self.bit(part) != 0 }

  private static func bit(_ part: DetectionPart) -> UInt16 {
    switch part {
    case .motion: 1
    case .heartbeat: 2
    case .hum: 4
    case .noiseStep: 8
    case .clicks: 16
    case .refinement: 32
    case .wander: 64
    case .strength: 128
    case .relaxation: 256
    }
  }
}
