/// A way in which alerts reach a person.
///
/// It is used by one thread at a time, and is back within seconds whatever happens.
public protocol AlertOutlet: Sendable {
  /// What it is called where its trouble is told, such as `sound`.
  var name: String { get }

  /// Brings an alert to the person.
  ///
  /// - Throws: ``AlertFailure`` when it did not get there, as far as can be known.
  func deliver(_ alert: Alert) throws(AlertFailure)
}

/// Why an alert did not get through, and what to do.
public struct AlertFailure: Error, Hashable, Sendable {
  /// The outlet, by its name.
  public var outlet: String
  /// What happened, in plain words.
  public var reason: String
  /// What a person can do about it.
  public var remedy: String

  /// A failure of an outlet.
  public init(outlet: String, reason: String, remedy: String) {
    (self.outlet, self.reason, self.remedy) = (outlet, reason, remedy)
  }

  /// One line: the outlet, what happened and what to do.
  public var message: String { "\(outlet): \(reason); \(remedy)" }
}
