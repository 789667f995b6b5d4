import ArgumentParser
import RecordingFormats
import TerminalUI

/// `spasm formats`: what can be replayed.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List the formats that recordings can come in.")

  func run() throws {
    try Failure.guarded {
      var table = TextTable([
        .init("format"), .init("files", least: 12, .wrap),
        .init("what is read", least: 20, .wrap),
      ])
      for format in RecordingFormat.all {
        table.add([.init(format.name, .strong), .init(format.fileNames), .init(format.summary)])
      }
      var page = Page(width: Terminal.output.width)
      page.table(table)
      page.add(Line())
      page.paragraph("A file's content decides, and its name where the content does not tell.", ink: .faint)
      let output = StandardOutput()
      output.write(page.text(Terminal.output.style))
      try output.flush()
    }
  }
}
