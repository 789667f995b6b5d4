import ArgumentParser

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "simulate", abstract: "x")
}
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "formats", abstract: "x")
}
struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "presets", abstract: "x")
}
