import ArgumentParser
import Settings

/// `spasm record`: monitors and keeps a session, until it is told to stop.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Monitor a device and keep a session, until told to stop.",
    discussion: """
      The same as 'spasm live --record' without the screen: what happens is told in lines, and there is a report at the end. Ctrl-C, or \
      SIGTERM, ends the session with everything saved; whatever else ends it, no more than the last second is missing, and 'spasm \
      sessions repair' closes what was cut off. A full disk stops the recording, not the monitoring.
      """)

  @Argument(
    help: ArgumentHelp("What is recorded: \(SourceAddress.help).", valueName: "device"),
    transform: SourceAddress.parse)
  var devices: [SourceAddress]

  @OptionGroup var keeping: KeepingArguments
  @OptionGroup var monitoring: MonitorArguments
  @OptionGroup var telling: TellingArguments

  @Flag(help: "Print one JSON object a line: the events, as they became known.")
  var json = false

  func validate() throws { try monitoring.check(devices) }

  func run() throws {
    try Failure.guarded {
      let settings = try LiveSettings.inEffect(monitoring, keeping, telling)
      let run = try MonitorRun(devices, monitoring, settings, keeping: keeping)
      try TextMonitor(run, isJSON: json).run()
    }
  }
}
