public import Signals

extension JSONText {
  /// Writes a field with a text.
  public mutating func field(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  /// Writes a field with a whole number.
  public mutating func field(_ name: String, _ value: Int) {
    key(name)
    integer(Int64(value))
  }

  /// Writes a field with a number of at most `decimals` decimals, `null` when it is not finite.
  public mutating func field(_ name: String, _ value: Double, decimals: Int) {
    key(name)
    number(value, decimals: decimals)
  }

  /// Writes a field with a time in seconds, to the microsecond.
  public mutating func field(_ name: String, _ time: Seconds) {
    field(name, time.value, decimals: 6)
  }

  /// Writes a field with `true` or `false`.
  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes a field with a text, or with `null`.
  public mutating func optional(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  /// Writes a field with a whole number, or with `null`.
  public mutating func optional(_ name: String, _ value: Int?) {
    key(name)
    if let value { integer(Int64(value)) } else { null() }
  }

  /// Writes a field with a number of at most `decimals` decimals, or with `null`.
  public mutating func optional(_ name: String, _ value: Double?, decimals: Int) {
    field(name, value ?? .nan, decimals: decimals)
  }

  /// Writes a field with `{ … }` around what `body` writes.
  public mutating func object(_ name: String, _ body: (inout JSONText) -> Void) {
    key(name)
    object(body)
  }

  /// Writes a field with `[ … ]` around what `body` writes.
  public mutating func array(_ name: String, _ body: (inout JSONText) -> Void) {
    key(name)
    array(body)
  }
}
