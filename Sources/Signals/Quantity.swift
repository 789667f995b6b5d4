/// A unit of measurement, as a type.
public protocol UnitOfMeasurement: Sendable {
  /// How the unit is written after a number, in ASCII.
  static var symbol: String { get }
}

/// A number with its unit in its type, so that seconds cannot be added to hertz.
///
/// Quantities name things at the edges of the processing (parameters, times, evidence); the kernels inside
/// work on plain numbers, whose unit their documentation names.
public struct Quantity<Unit: UnitOfMeasurement>: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The number, in `Unit`.
  public var value: Double

  /// A quantity of `value` units.
  public init(_ value: Double) { self.value = value }

  /// Orders by the number: both sides have the same unit.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
  /// The sum, in the same unit.
  public static func + (left: Self, right: Self) -> Self { Self(left.value + right.value) }
  /// The difference, in the same unit.
  public static func - (left: Self, right: Self) -> Self { Self(left.value - right.value) }
  /// The quantity scaled by a plain number.
  public static func * (left: Self, right: Double) -> Self { Self(left.value * right) }
  /// The quantity divided by a plain number.
  public static func / (left: Self, right: Double) -> Self { Self(left.value / right) }
  /// The ratio of two quantities of one unit: a plain number.
  public static func / (left: Self, right: Self) -> Double { left.value / right.value }
  /// Adds in place.
  public static func += (left: inout Self, right: Self) { left.value += right.value }
  /// The same size with the opposite sign.
  public static prefix func - (operand: Self) -> Self { Self(-operand.value) }
}

extension Quantity: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// `2.5` where a quantity is expected.
  public init(floatLiteral value: Double) { self.init(value) }
  /// `2` where a quantity is expected.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

/// The unit of ``Seconds``.
public enum SecondUnit: UnitOfMeasurement { public static let symbol = "s" }
/// The unit of ``Hertz``.
public enum HertzUnit: UnitOfMeasurement { public static let symbol = "Hz" }
/// The unit of ``Decibels``.
public enum DecibelUnit: UnitOfMeasurement { public static let symbol = "dB" }
/// The unit of ``StandardGravity``.
public enum StandardGravityUnit: UnitOfMeasurement { public static let symbol = "g" }
/// The unit of ``Degrees``.
public enum DegreeUnit: UnitOfMeasurement { public static let symbol = "deg" }
/// The unit of ``DegreesPerSecond``.
public enum DegreesPerSecondUnit: UnitOfMeasurement { public static let symbol = "deg/s" }
/// The unit of ``Microvolts``.
public enum MicrovoltUnit: UnitOfMeasurement { public static let symbol = "uV" }
/// The unit of ``Fraction``: none; a share of one.
public enum FractionUnit: UnitOfMeasurement { public static let symbol = "" }

/// A time since the first sample of a recording, or a span of time, by the device's clock.
public typealias Seconds = Quantity<SecondUnit>
/// A frequency.
public typealias Hertz = Quantity<HertzUnit>
/// A ratio of powers as 10 log10, or of amplitudes as 20 log10: the same number for one signal.
public typealias Decibels = Quantity<DecibelUnit>
/// An acceleration in units of 9.80665 m/s2.
public typealias StandardGravity = Quantity<StandardGravityUnit>
/// An angle.
public typealias Degrees = Quantity<DegreeUnit>
/// A rate of turn.
public typealias DegreesPerSecond = Quantity<DegreesPerSecondUnit>
/// An electric potential, or a difference of two.
public typealias Microvolts = Quantity<MicrovoltUnit>
/// A share of one, or a plain ratio.
public typealias Fraction = Quantity<FractionUnit>
