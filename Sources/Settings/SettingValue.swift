/// What a setting is set to.
public enum SettingValue: Hashable, Sendable {
  /// Nothing: there is no sound file, no webhook.
  case unset
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([String])
  /// Numbers by their names, in the order in which they were told.
  case numbers([NamedNumber])

  /// A number with its name.
  public struct NamedNumber: Hashable, Sendable {
    public var name: String
    public var value: Double

    /// A number called `name`.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }
}
