import Fixtures
import Foundation
import Testing

/// A simulated recording, its truth, and the score of it.
@Suite struct SimulateAndScoreTests {
  private func simulate(_ path: String, _ more: [String] = []) throws -> Command.Result {
    try Command.run(["simulate", "basic", "--seed", "3", "--duration", "20", "--out", path] + more)
  }

  @Test(arguments: ["edf", "bdf"]) func `a simulation is a recording with its truth`(ending: String) throws {
    let folder = try Folder()
    #expect(try simulate(folder.file("a.\(ending)")).code == 0)
    let replay = try Command.run(["replay", "--json", folder.file("a.\(ending)")])
    #expect(
      replay.code == 0 && replay.error.isEmpty && replay.lines.last?.contains(#""duration_s":20"#) == true)
    let truth = try Data(contentsOf: URL(filePath: folder.file("a.json")))
    let object = try #require(try JSONSerialization.jsonObject(with: truth) as? [String: Any])
    #expect(object["file"] as? String == "a.\(ending)" && object["id"] as? String == "a")

    let card = try Command.run(["score", folder.path])
    #expect(card.code == 0 && card.text.contains("no recording of a true") == false)
    #expect(
      card.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "No recording of a true spasm is public"))
    let json = try Command.run(["score", "--json", "--predictions", folder.file("claims"), folder.path])
    let score = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    #expect((score?["per_recording"] as? [String: Any])?.keys.sorted() == ["a"])
    #expect(FileManager.default.fileExists(atPath: folder.file("claims/a.jsonl")))

    // What a site makes of the preset is said.
    #expect(card.text.contains("limb (1)"))
    #expect(try Command.run(["score", folder.path, "--preset", "back"]).text.contains("back (1)"))

    // Tables come when they are asked for, and the pass for the onsets tells what it took.
    #expect(!card.text.contains("By length"))
    let some = try Command.run(["score", folder.path, "--by", "duration, calibration"])
    #expect(
      some.text.contains("By length") && some.text.contains("Told to be involuntary")
        && !some.text.contains("dB"))
    let all = try Command.run(["score", folder.path, "--details", "--onset-reference"])
    #expect(all.text.contains("dB") && all.text.contains("hindsight"))
    #expect(all.error.contains("onsets with hindsight: "))
  }

  @Test func `nothing is overwritten unless it is told`() throws {
    let folder = try Folder()
    let truth = try folder.write("a.json", "mine")
    let refused = try simulate(folder.file("a.edf"))
    #expect(refused.code == 64 && refused.error.contains("--force"))
    #expect(try String(contentsOfFile: truth, encoding: .utf8) == "mine")
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.edf")))
    #expect(try simulate(folder.file("a.edf"), ["--force"]).code == 0)
    let first = try Data(contentsOf: URL(filePath: folder.file("a.edf")))
    #expect(try simulate(folder.file("a.edf"), ["--force"]).code == 0)
    #expect(try Data(contentsOf: URL(filePath: folder.file("a.edf"))) == first)
  }

  @Test func `the list tells the scenarios and what they take`() throws {
    let list = try Command.run(["simulate", "--list"])
    #expect(list.code == 0)
    for name in ["basic", "limb-script", "night", "restless-spasms", "four-channels"] {
      #expect(list.text.contains(name))
    }
    #expect(list.text.contains("28800 s") && list.text.contains("ratio, wander"))
  }

  @Test func `a simulation can be asked for`() throws {
    let folder = try Folder()
    let asked = ["--rate", "250", "--ratio-db", "12.5", "--force"]
    #expect(try simulate(folder.file("a.edf"), asked).code == 0)
    let truth = try Data(contentsOf: URL(filePath: folder.file("a.json")))
    let object = try #require(try JSONSerialization.jsonObject(with: truth) as? [String: Any])
    #expect(object["fs"] as? Int == 250)
    #expect(object["sources"] as? [String] == ["simulation basic at 250 Hz 12.5 dB over rest"])
    let replay = try Command.run(["replay", "--json", folder.file("a.edf")])
    #expect(replay.code == 0 && replay.lines.first?.contains("250") == true)
  }

  @Test(arguments: [
    (["--wander-db", "3"], "rest can wander in restless"), (["--rate", "100"], "from 200 to 4000"),
    (["--ratio-db", "90"], "by 0 to 50 dB"), (["--duration", "0"], "a week"),
  ])
  func `what cannot be simulated is 64, with the reason`(more: [String], reason: String) throws {
    let folder = try Folder()
    let result = try Command.run(["simulate", "basic", "--out", folder.file("a.edf")] + more)
    #expect(result.code == 64 && result.error.contains(reason))
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.edf")))
  }

  @Test func `a folder that is not there is 74`() throws {
    let folder = try Folder()
    #expect(try simulate(folder.file("none/a.edf")).code == 74)
  }

  @Test func `a truth without a site that names its recording is scored`() throws {
    let folder = try Folder()
    try FileManager.default.copyItem(atPath: Fixtures.path("plain.edf"), toPath: folder.file("b.edf"))
    _ = try folder.write(
      "a.json", #"{"id":"a","file":"b.edf","fs":500,"channels":2,"duration_s":8,"events":[]}"#)
    #expect(try Command.run(["score", folder.path]).code == 0)
  }
}
