internal import Foundation
public import Signals

/// The page that lists pictures: one HTML file without scripts, which opens from a folder as it is.
public struct PictureIndex: Sendable {
  /// One picture.
  public struct Entry: Hashable, Sendable {
    /// Its file, beside the page.
    public var file: String
    /// The recording it is of; pictures of one recording stand together.
    public var recording: String
    /// What it shows, such as `missed twitch`.
    public var title: String
    /// The channel's label.
    public var channel: String
    /// When what it shows begins.
    public var start: Seconds
    /// How long that lasts.
    public var length: Seconds

    /// An entry.
    public init(
      file: String, recording: String, title: String, channel: String, start: Seconds, length: Seconds
    ) {
      self.file = file
      self.recording = recording
      self.title = title
      self.channel = channel
      self.start = start
      self.length = length
    }
  }

  private let heading: String
  private let entries: [Entry]

  /// A page called `heading`; recordings come in the order of their first entries.
  public init(heading: String, entries: [Entry]) {
    self.heading = heading
    self.entries = entries
  }

  /// What tells a page of ours from another.
  private static let mark = #"<meta name="generator" content="spasm, a list of pictures"/>"#

  /// The files that an earlier page lists; nil where it is no such page.
  public static func files(in page: String) -> [String]? {
    guard page.contains(mark) else { return nil }
    return page.components(separatedBy: "<a href=\"").dropFirst().compactMap { link in
      let file = link.prefix { $0 != "\"" }.removingPercentEncoding
      return file.flatMap { $0.hasSuffix(".svg") && !$0.contains("/") ? $0 : nil }
    }
  }

  /// The page as HTML text.
  public var html: String {
    var text = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"/>\(Self.mark)<title>\(escaped(heading))</title>
      <style>
      body { font: 16px/1.5 Helvetica, Arial, sans-serif; color: #222; background: #fff; margin: 2em; }
      table { border-collapse: collapse; } td, th { padding: .15em 1.2em .15em 0; text-align: left; }
      td.number { text-align: right; }
      </style></head><body>
      <h1>\(escaped(heading))</h1>
      <p>\(counts). Each line leads to a picture of what was there, what was claimed and why.</p>

      """
    for recording in inOrder(\.recording) {
      let pictures = entries.filter { $0.recording == recording }
      text += "<h2>\(escaped(recording))</h2>\n<table>\n<tr><th>what</th><th>channel</th><th>start</th>"
      text += "<th>length</th></tr>\n"
      for picture in pictures { text += row(picture) }
      text += "</table>\n"
    }
    return text + """
      <p>A spasm here is sustained involuntary-looking activity. This describes the signal; it is not a diagnosis.
      Not a medical device.</p>
      </body></html>

      """
  }

  private func row(_ entry: Entry) -> String {
    "<tr><td><a href=\"\(address(entry.file))\">\(escaped(entry.title))</a></td>"
      + "<td>\(escaped(entry.channel))</td><td class=\"number\">\(clock(entry.start.value, decimals: 2))</td>"
      + "<td class=\"number\">\(shortNumber(entry.length.value)) s</td></tr>\n"
  }

  /// How many there are of what.
  private var counts: String {
    guard !entries.isEmpty else { return "No mistakes" }
    let kinds = inOrder(\.title).map { title in
      "\(entries.count { $0.title == title }) \(escaped(title))"
    }
    let all = entries.count == 1 ? "1 mistake" : "\(entries.count) mistakes"
    return "\(all): \(kinds.sorted().joined(separator: ", "))"
  }

  private func inOrder(_ field: (Entry) -> String) -> [String] {
    var seen: Set<String> = []
    return entries.map(field).filter { seen.insert($0).inserted }
  }

  /// A file's name as a relative address.
  private func address(_ file: String) -> String {
    file.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
