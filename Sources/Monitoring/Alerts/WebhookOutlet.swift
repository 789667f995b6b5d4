internal import Signals

/// An address of the person's that each alert is posted to as JSON, through the program `curl`.
///
/// A program, and not a library: a name that does not resolve, a server that hangs and a broken proxy all end at one time
/// limit that nothing in this process has to keep, and nothing of the network is linked into the monitor. The address goes to
/// it on standard input, since many hold a secret and argument lists are public. Redirects are not followed.
public struct WebhookOutlet: AlertOutlet {
  public let name = "webhook"
  private let address: WebhookAddress
  private let program: Program?
  private let wording: Alert.Wording
  private let surroundings: AlertSurroundings
  private let limit: Double

  /// Posts to `address`.
  ///
  /// - Parameter limit: seconds that it may take.
  public init(
    _ address: WebhookAddress, _ wording: Alert.Wording, in surroundings: AlertSurroundings,
    limit: Double = 10
  ) {
    // No settings of the person's for curl at large: they could follow redirects or leave certificates unchecked.
    program = Program("curl", arguments: ["--disable", "--config", "-"], searchPath: surroundings.searchPath)
    (self.address, self.wording) = (address, wording)
    (self.surroundings, self.limit) = (surroundings, limit)
  }

  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard let program else {
      throw AlertFailure(
        outlet: name, reason: "the program curl is not there", remedy: "install it, or alert in another way")
    }
    var run = ProgramRun(
      program, [], input: Array(settings(for: alert).utf8), in: surroundings,
      // It keeps its own limit, and then can say what it waited for.
      limit: limit + 1)
    // What it failed with, it says on the line before its status.
    if run.output.suffix(4).elementsEqual("000\n".utf8) { run.output.removeLast(4) }
    if let reason = run.trouble(program, limit: limit + 1) {
      throw AlertFailure(outlet: name, reason: reason, remedy: "look whether \(address.host) can be reached")
    }
    guard let status = Int(run.lastLine) else {
      throw AlertFailure(
        outlet: name, reason: "curl says '\(run.lastLine)' in place of a status",
        remedy: "look whether curl works here")
    }
    switch status {
    case 200..<300: return
    case 300..<400:
      throw AlertFailure(
        outlet: name,
        reason: "\(address.host) sends to another address (status \(status)), which is not followed",
        remedy: "set the address that it means")
    default:
      throw AlertFailure(
        outlet: name, reason: "\(address.host) refuses it with status \(status)",
        remedy: "look whether the address is right")
    }
  }

  /// What curl is told, line by line.
  private func settings(for alert: Alert) -> String {
    let body = String(decoding: alert.json(wording), as: UTF8.self)
    var lines = [
      "url = \(Self.quoted(address.text))", "globoff", "proto = \"=http,https\"", "max-time = \(limit)",
      "silent", "show-error", "output = \"/dev/null\"", "write-out = \"%{http_code}\\n\"",
      "user-agent = \"SpasmKit\"", "header = \"Content-Type: application/json\"", "header = \"Expect:\"",
      "data-raw = \(Self.quoted(body))",
    ]
    // What stays on this machine takes no way round by another.
    if address.isLoopback { lines.append("noproxy = \"*\"") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
