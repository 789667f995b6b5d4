/// Why a line is no alert rule: what, where, and what is allowed there.
public struct AlertRuleError: Error, Hashable, Sendable {
  /// What kind of trouble it is.
  public enum Problem: Hashable, Sendable {
    /// The line says nothing.
    case empty
    /// A word that has no place there.
    case unexpected
    /// A word that has been said already.
    case repeated
    /// A value that cannot be.
    case value
    /// Something that the rule needs is not there.
    case missing
    /// A label's quotation mark is not closed.
    case unclosed
  }

  /// What kind of trouble it is.
  public var problem: Problem
  /// The line.
  public var rule: String
  /// Where in it, counted from 1.
  public var column: Int
  /// What is there; empty at the line's end.
  public var found: String
  /// What is allowed there.
  public var allowed: String

  /// One line: the rule, the place, what is there and what is allowed.
  public var message: String {
    let what =
      switch problem {
      case .empty: "there is no rule"
      case .unexpected: "'\(found)' is not known here"
      case .repeated: "'\(found)' is said twice"
      case .value: "'\(found)' cannot be"
      case .missing: "something is missing"
      case .unclosed: "a quotation mark is not closed"
      }
    return "'\(rule)', column \(column): \(what); allowed: \(allowed)"
  }
}
