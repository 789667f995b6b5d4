/// Why a truth or a prediction file cannot be scored.
public struct ScoringError: Error, Hashable, Sendable {
  /// The file.
  public var file: String
  /// Where in it: a line, or the path of a JSON field; nil for the file as a whole.
  public var place: String?
  /// What is wrong there, in plain words.
  public var reason: String

  /// An error about `file`.
  public init(file: String, place: String? = nil, reason: String) {
    self.file = file
    self.place = place
    self.reason = reason
  }

  /// One line that names the file, the place and the reason.
  public var message: String {
    place.map { "\(file): \($0): \(reason)" } ?? "\(file): \(reason)"
  }
}
