/// Where a setting comes from, the weakest first.
public enum SettingSource: Hashable, Sendable {
  /// Nobody set it.
  case standard
  /// A place in the settings file; line and column count from 1.
  case file(path: String, line: Int, column: Int)
  /// A variable of the environment.
  case environment(String)
  /// A flag of the command.
  case flag(String)

  /// The source in words, as a mistake in it is told.
  public var words: String {
    switch self {
    case .standard: "default"
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .environment(let variable): "$\(variable)"
    case .flag(let flag): flag
    }
  }

  /// The source in a word or two, without the file's path.
  public var brief: String {
    if case .file(_, let line, _) = self { "file, line \(line)" } else { words }
  }
}
