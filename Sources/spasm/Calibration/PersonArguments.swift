import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import Settings
import Signals

/// Whose electrode sites these are, and what the person calls them.
struct PersonArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose electrode sites these are: they are kept in the library's sites/NAME.json.", standing: .person,
      valueName: "name"))
  var person: String?

  @Option(
    help: ArgumentHelp(
      "What the electrode site of a channel is called, as EMG1='left calf'; may be repeated, and is kept for the next time.",
      standing: "the name told last time", valueName: "label=name"))
  var site: [SiteName] = []

  func validate() throws {
    if let person, SiteFile(person: person, in: PersonalLibrary.folder) == nil {
      throw ValidationError("--person takes a name without a slash, and without a dot at its start")
    }
    for (position, named) in site.enumerated() {
      for other in site[..<position] where other.name == named.name || other.label == named.label {
        throw ValidationError(
          "--site names '\(other.label)=\(other.name)' and '\(named.label)=\(named.name)'")
      }
    }
  }

  /// What the sites are called, by label.
  var names: [String: String] { Dictionary(site.map { ($0.label, $0.name) }) { $1 } }

  /// Refuses names for channels that there are not, or that cannot be told apart.
  func check(_ streams: [StreamDescription]) throws {
    let labels = streams.muscleLabels
    for named in site {
      let count = labels.count { $0 == named.label }
      guard count != 1 else { continue }
      throw ValidationError(
        count == 0
          ? "--site: no channel is called '\(named.label)'; there are \(labels.joined(separator: ", "))"
          : "--site: \(count) channels are called '\(named.label)'")
    }
  }
}

/// What a person calls the electrode site of a channel: `EMG1=left calf`.
struct SiteName: ExpressibleByArgument {
  var label: String
  var name: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map { printable(String($0)) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    (label, name) = (parts[0], parts[1])
  }
}

extension [StreamDescription] {
  /// The labels of the EMG channels, in their order.
  var muscleLabels: [String] { filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) } }
}
