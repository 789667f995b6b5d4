/// A notification of the desktop, through its own program `notify-send`.
public struct DesktopOutlet: AlertOutlet {
  public let name = "desktop"
  private let program: Program?
  private let wording: Alert.Wording
  private let surroundings: AlertSurroundings
  private let limit: Double

  /// Notifications with these words.
  ///
  /// - Parameter limit: seconds that the program may take.
  public init(_ wording: Alert.Wording, in surroundings: AlertSurroundings, limit: Double = 10) {
    program = Program("notify-send", searchPath: surroundings.searchPath)
    (self.wording, self.surroundings, self.limit) = (wording, surroundings, limit)
  }

  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard let program else {
      throw AlertFailure(
        outlet: name, reason: "the program notify-send is not there",
        remedy: "install it (on Debian: libnotify-bin), or alert in another way")
    }
    // The words are the summary, which is plain text; in a body some desktops read markup.
    let run = ProgramRun(
      program, ["--app-name=SpasmKit", "--urgency=\(alert.urgency.rawValue)", "--", alert.words(wording)],
      in: surroundings, limit: limit)
    if let reason = run.trouble(program, limit: limit) {
      throw AlertFailure(
        outlet: name, reason: reason,
        remedy: "look whether a desktop runs for this user and shows notifications")
    }
  }
}
