internal import Signals

/// A program of the person's: an argument list, and the alert as JSON on its standard input.
public struct CommandOutlet: AlertOutlet {
  public let name = "command"
  private let command: [String]
  private let program: Program?
  private let wording: Alert.Wording
  private let surroundings: AlertSurroundings
  private let limit: Double

  /// Runs `command`, a program and its arguments, for each alert.
  ///
  /// - Parameter limit: seconds that it may take; then it is killed with all that it started.
  public init(
    _ command: [String], _ wording: Alert.Wording, in surroundings: AlertSurroundings, limit: Double = 10
  ) {
    program = command.first.flatMap {
      Program($0, arguments: Array(command.dropFirst()), searchPath: surroundings.searchPath)
    }
    (self.command, self.wording) = (command, wording)
    (self.surroundings, self.limit) = (surroundings, limit)
  }

  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard let program else {
      throw AlertFailure(
        outlet: name, reason: "there is no program \(printable(command.first ?? "", limit: 200))",
        remedy: "name one by its whole path, or one that is found through PATH")
    }
    let run = ProgramRun(
      program, [], input: alert.json(wording) + [UInt8(ascii: "\n")], in: surroundings,
      limit: limit)
    if let reason = run.trouble(program, limit: limit) {
      throw AlertFailure(
        outlet: name, reason: reason, remedy: "try it by hand with an alert on its standard input")
    }
  }
}
