import Fixtures
import Foundation
import FoundationXML
import Testing

/// `--plot`: pictures of a recording, and of a score's mistakes.
@Suite struct PlotTests {
  private func isWellFormed(_ path: String) throws -> Bool {
    XMLParser(data: try Data(contentsOf: URL(filePath: path))).parse()
  }

  @Test func `a score draws every mistake and lists them`() throws {
    let folder = try Folder()
    try FileManager.default.copyItem(atPath: Fixtures.path("back-spasm.edf"), toPath: folder.file("a.edf"))
    // One spasm that is there and one that is not: one mistake of either sort.
    _ = try folder.write(
      "a.json",
      #"""
      {"id":"a b","file":"a.edf","site":"trunk","fs":1000,"channels":2,"duration_s":60,"events":[
        {"channel":1,"kind":"spasm","start_s":30.2,"end_s":56.5},
        {"channel":0,"kind":"twitch","start_s":20,"end_s":20.2}]}
      """#)
    let plots = folder.file("plots")
    let result = try Command.run(["score", folder.path, "--plot", plots])
    #expect(result.code == 0 && result.text.contains("Score"), "\(result.error)")
    let files = try FileManager.default.contentsOfDirectory(atPath: plots).sorted()
    #expect(files.contains("a b-1-missed-twitch.svg") && files.contains("index.html"))
    let pictures = files.filter { $0.hasSuffix(".svg") }
    #expect(pictures.contains { $0.hasSuffix("false-spasm.svg") })
    for file in pictures { #expect(try isWellFormed("\(plots)/\(file)")) }
    let page = try String(contentsOfFile: "\(plots)/index.html", encoding: .utf8)
    #expect(page.components(separatedBy: "<a href=").count - 1 == pictures.count)
    #expect(page.contains("a%20b-1-missed-twitch.svg"))
    let plain = try Command.run(["score", folder.path])
    #expect(plain.text == result.text)
  }

  @Test func `a replay draws the signal with most spasm, or the one that is named`() throws {
    let folder = try Folder()
    let recording = Fixtures.path("back-spasm.edf")
    let plot = folder.file("a.svg")
    #expect(try Command.run(["replay", recording, "--preset", "back", "--plot", plot]).code == 0)
    let svg = try String(contentsOfFile: plot, encoding: .utf8)
    #expect(try isWellFormed(plot) && svg.contains("back-spasm.edf, EMG2"))
    #expect(svg.contains("called, 2 s after the onset") && svg.contains(">0:00:55<"))
    let part = ["replay", recording, "--plot", plot, "--from", "5", "--to", "9.5", "--channel", "EMG1"]
    #expect(try Command.run(part).code == 0)
    #expect(try String(contentsOfFile: plot, encoding: .utf8).contains("from 0:00:05.00 to 0:00:09.50"))
  }

  @Test(arguments: [
    ["--from", "1"], ["--plot", "x.svg", "--from", "3", "--to", "2"], ["--plot", "x.svg", "--from", "99"],
    ["--plot", "x.svg", "--channel", "EMG9"], ["--plot", "x.svg", "--to", "nan"],
  ]) func `a stretch that there is not is 64`(arguments: [String]) throws {
    let folder = try Folder()
    let told = arguments.map { $0 == "x.svg" ? folder.file($0) : $0 }
    let result = try Command.run(["replay", Fixtures.path("back-spasm.edf")] + told)
    #expect(result.code == 64 && !result.error.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.file("x.svg")))
  }

  @Test func `a folder that is not there is 74`() throws {
    let folder = try Folder()
    let arguments = ["replay", Fixtures.path("plain.edf"), "--plot", folder.file("none/a.svg")]
    #expect(try Command.run(arguments).code == 74)
  }
}
