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

  @Test func `no picture is drawn over what is read, kept or no picture`() throws {
    let folder = try Folder()
    let recording = folder.file("a.edf")
    try FileManager.default.copyItem(atPath: Fixtures.path("back-spasm.edf"), toPath: recording)
    let before = try Data(contentsOf: URL(filePath: recording))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.svg"), withDestinationPath: recording)
    let other = try folder.write("notes.txt", "not to be lost")
    for options in [
      ["--plot", recording], ["--plot", folder.file("link.svg")], ["--plot", "\(folder.path)/./a.edf"],
      ["--sites", recording], ["--plot", folder.file("x"), "--sites", folder.file("x")], ["--plot", other],
      ["--plot", ""],
    ] {
      let result = try Command.run(["replay", recording] + options)
      #expect(
        result.code == 64 && result.text.isEmpty && !result.error.isEmpty, "\(options): \(result.error)")
    }
    #expect(try Data(contentsOf: URL(filePath: recording)) == before)
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "not to be lost")
  }

  @Test func `a score's folder holds the pictures of its last run, and all else that lay there`() throws {
    let folder = try Folder()
    try FileManager.default.copyItem(atPath: Fixtures.path("back-spasm.edf"), toPath: folder.file("a.edf"))
    let truth = { (events: String) in
      #"{"id":"a","site":"trunk","fs":1000,"channels":2,"duration_s":60,"events":[\#(events)]}"#
    }
    let plots = folder.file("plots")
    _ = try folder.write("a.json", truth(#"{"channel":0,"kind":"twitch","start_s":20,"end_s":20.2}"#))
    #expect(try Command.run(["score", folder.path, "--plot", plots]).code == 0)
    let first = try FileManager.default.contentsOfDirectory(atPath: plots)
    #expect(first.contains { $0.hasSuffix("missed-twitch.svg") })
    _ = try folder.write("plots/mine.svg", "<svg/>")
    _ = try folder.write("a.json", truth(""))
    #expect(try Command.run(["score", folder.path, "--plot", plots]).code == 0)
    let second = try FileManager.default.contentsOfDirectory(atPath: plots)
    #expect(!second.contains { $0.hasSuffix("missed-twitch.svg") } && second.contains("mine.svg"))
    _ = try folder.write("plots/index.html", "<html>of somebody else</html>")
    #expect(try Command.run(["score", folder.path, "--plot", plots]).code == 64)
    #expect(try Command.run(["score", folder.path, "--plot", ""]).code == 64)
  }

  @Test func `a folder that is not there is 74`() throws {
    let folder = try Folder()
    let arguments = ["replay", Fixtures.path("plain.edf"), "--plot", folder.file("none/a.svg")]
    let result = try Command.run(arguments)
    #expect(result.code == 74 && result.error.contains("none/a.svg") && result.text.isEmpty)
  }
}
