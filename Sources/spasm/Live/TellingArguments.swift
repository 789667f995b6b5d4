import ArgumentParser
import Monitoring
import Settings

/// Who is told of what, beside the screen and the lines.
struct TellingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Alert by this rule, such as 'kind=spasm duration>30s'; may be repeated, and takes the place of the rules that are set.",
      standing: .alertRules, valueName: "rule"))
  var alert: [String] = []

  @Option(
    help: ArgumentHelp(
      "How alerts are given: bell, desktop, sound or vibration; may be repeated.", standing: .alertOutlets,
      valueName: "way"))
  var alertBy: [String] = []

  @Option(
    help: ArgumentHelp(
      "What an alert says where others can read it: discreet or full.", standing: .alertWords,
      valueName: "words"))
  var alertWords: String?

  @Flag(help: "Give no alerts.")
  var noAlerts = false

  @Option(
    help: ArgumentHelp(
      "The least news that is told on standard error: trace, debug, info, notice, warning or error.",
      standing: .logLevel, valueName: "level"))
  var logLevel: String?

  @Option(
    help: ArgumentHelp(
      "How often a line tells how the monitoring fares.", standing: .healthInterval, valueName: "s"))
  var healthInterval: Double?

  func validate() throws {
    do throws(AlertRuleError) {
      for rule in alert { _ = try AlertRule(parsing: rule) }
    } catch {
      throw ValidationError("--alert: \(error.message)")
    }
    if noAlerts, !alert.isEmpty { throw ValidationError("--no-alerts leaves no room for --alert") }
    if let healthInterval, !(1...86_400).contains(healthInterval) {
      throw ValidationError("--health-interval takes 1 to 86400 seconds")
    }
  }
}
