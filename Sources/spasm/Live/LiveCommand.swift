import ArgumentParser
import Links
import Settings
import Signals
import TerminalUI
import Wearables

/// `spasm live`: the monitor that a person leaves running.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Monitor a wearable: see, hear and keep what the muscle does.",
    discussion: """
      On a terminal there is a screen; 'h' shows its keys. Elsewhere, and with --plain, what happens is told in lines. With --record a \
      session is kept, as 'spasm record' does. Ctrl-C, 'q' or SIGTERM ends it with everything saved.

        spasm live sim:back-spasm      # no wearable at hand? a story of a lower back
        spasm live                     # the wearable that is connected
      """)

  @Argument(
    help: ArgumentHelp(
      "What is monitored: \(SourceAddress.help); several are monitored side by side. The only one found when left out.",
      valueName: "device"), transform: SourceAddress.parse)
  var devices: [SourceAddress] = []

  @Flag(help: "Keep a session.")
  var record = false

  @Flag(help: "Tell what happens in lines, on a terminal too.")
  var plain = false

  @Flag(help: "Print one JSON object a line: the events, as they became known.")
  var json = false

  @OptionGroup var monitoring: MonitorArguments
  @OptionGroup var keeping: KeepingArguments
  @OptionGroup var telling: TellingArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much time the screen shows: 5, 10, 20 or 60.", standing: .screenWindow, valueName: "s"))
  var window: Int?

  func validate() throws {
    try monitoring.check(devices)
    if let window, ![5, 10, 20, 60].contains(window) {
      throw ValidationError("--window takes 5, 10, 20 or 60 seconds")
    }
  }

  func run() throws {
    try Failure.guarded {
      let settings = try LiveSettings.inEffect(
        monitoring, keeping, telling, window: window, isRecording: record ? true : nil)
      if !settings.isRecording, let option = keeping.given {
        throw ValidationError("\(option) belongs to a recording; --record makes one")
      }
      var devices = self.devices
      if devices.isEmpty { devices = settings.devices.compactMap(SourceAddress.init(argument:)) }
      if devices.isEmpty { devices = [try .found(for: "live")] }
      let run = try MonitorRun(devices, monitoring, settings, keeping: settings.isRecording ? keeping : nil)
      if json || plain || !TerminalScreen.isUsable() {
        try TextMonitor(run, isJSON: json).run()
      } else {
        try ScreenMonitor(run).run()
      }
    }
  }
}
