import ArgumentParser
import EpisodeRecorder
import Events
import Monitoring
import SpasmDetection
import TerminalUI

/// `spasm relabel`: another set of rules over a session that was recorded.
struct RelabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relabel",
    abstract: "Run another set of rules over a session, and show what it says otherwise.",
    discussion: "Nothing in the session is changed. Without options the session's own rules are used.")

  @Argument(help: "The session's name, the beginning of it, or its folder; the newest when left out.")
  var session: String?

  @OptionGroup var detection: DetectionOptions
  @OptionGroup var library: LibraryOption

  @Flag(help: "Print one JSON object a wearable.")
  var json = false

  func run() throws {
    try Failure.guarded {
      let folder = try library.session(session)
      let output = StandardOutput()
      let wearables = folder.wearables
      for wearable in wearables {
        let relabelling = try Relabelling(wearable, preset: try detection.rules(for: wearable))
        for remark in relabelling.remarks { Failure.say("\(wearable.path): \(remark)") }
        let number = wearables.count > 1 ? wearable.wearable : nil
        if json {
          output.write(text(of: relabelling.difference, wearable: number).bytes + [UInt8(ascii: "\n")])
        } else {
          let style = Terminal.output.style
          if let number { output.write("\(number > 1 ? "\n" : "")Wearable \(number)\n") }
          output.write(
            DifferenceView(relabelling.difference).page(width: Terminal.output.width).text(style))
        }
        try output.flush()
      }
    }
  }

  private func text(of difference: EpisodeDifference, wearable: Int?) -> JSONText {
    var text = JSONText()
    text.object { json in
      if let wearable { json.field("wearable", wearable) }
      json.field("same", difference.same)
      json.field("shifted", difference.shifted)
      json.array("changed") { list in
        for change in difference.changed {
          list.object { pair in
            pair.object("before") { change.before.write(to: &$0) }
            pair.object("after") { change.after.write(to: &$0) }
          }
        }
      }
      json.array("gone") { list in for episode in difference.gone { list.object { episode.write(to: &$0) } }
      }
      json.array("new") { list in for episode in difference.new { list.object { episode.write(to: &$0) } } }
    }
    return text
  }
}
