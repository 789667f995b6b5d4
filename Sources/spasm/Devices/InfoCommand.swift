import ArgumentParser
import Events
import Foundation
import Links
import Monitoring
import RecordingFormats
import Signals
import Simulation
import TerminalUI
import Wearables

/// `spasm info`: what a device carries.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Ask a device what it is and which streams it carries.")

  @Argument(help: ArgumentHelp("What is asked: \(SourceAddress.help).", valueName: "device"))
  var device: SourceAddress

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try Failure.guarded {
      Interruption.watch()
      let description = try describe()
      let output = StandardOutput()
      if json {
        output.write(Self.json(description, of: device.text))
      } else {
        output.write(Self.page(description, of: device.text).text(Terminal.output.style))
      }
      try output.flush()
    }
  }

  private func describe() throws -> SourceDescription {
    switch device {
    case .simulation(let scenario): return SimulatedSource(scenario, seed: 1).description
    case .file(let path): return try openAnyRecording(path, options: ReadingOptions()).description
    case .device(let address):
      var isHeard = false
      let settings = DeviceSource.Settings(
        connect: { () throws(LinkError) in try address.connect() }, now: MonitorClock.system.elapsed,
        isStopped: { isHeard || Interruption.isAsked })
      let source = try DeviceSource(address.kind, name: device.text, settings: settings)
      isHeard = true
      // It is told to stop, and has its time to say that it has.
      var block = Block()
      while case let delivery = source.next(into: &block), !delivery.isEnd {}
      return source.description
    }
  }

  private static func page(_ description: SourceDescription, of name: String) -> Page {
    var page = Page(width: Terminal.output.width)
    page.heading("\(name)  \(description.format)")
    var table = TextTable([
      .init("stream", least: 8), .init("rate", .right, least: 8), .init("unit", least: 4),
      .init("channels", least: 12, .wrap),
    ])
    for stream in description.streams {
      table.add([
        .init(stream.kind.rawValue, .strong), .init("\(decimalText(stream.rate.hertz, decimals: 3)) Hz"),
        .init(stream.unit.rawValue), .init(stream.channels.map(\.label).joined(separator: ", ")),
      ])
    }
    page.table(table)
    for line in description.ignored { page.paragraph("left out: \(line)", ink: .faint) }
    return page
  }

  private static func json(_ description: SourceDescription, of name: String) -> [UInt8] {
    var text = JSONText()
    text.object { json in
      json.field("source", name)
      json.field("words", description.format)
      json.array("streams") { list in
        for (id, stream) in description.streams.enumerated() {
          list.object { item in
            item.field("id", id)
            item.field("kind", stream.kind.rawValue)
            item.array("rate") {
              $0.integer(Int64(stream.rate.numerator))
              $0.integer(Int64(stream.rate.denominator))
            }
            item.field("unit", stream.unit.rawValue)
            item.array("channels") { labels in for channel in stream.channels { labels.string(channel.label) }
            }
          }
        }
      }
    }
    return text.bytes + [UInt8(ascii: "\n")]
  }
}

extension Delivery {
  /// Whether nothing follows.
  fileprivate var isEnd: Bool { if case .end = self { true } else { false } }
}
