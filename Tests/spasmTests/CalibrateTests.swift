import Foundation
import Testing

/// `spasm calibrate`, as people run it without a terminal.
@Suite struct CalibrateTests {
  private func run(_ arguments: [String], home: Folder) throws -> Command.Result {
    try Command.run(["calibrate"] + arguments, environment: ["SPASM_HOME": home.path])
  }

  @Test func `the simulated person is calibrated, kept, and measured by it afterwards`() throws {
    let home = try Folder()
    let result = try run(
      ["sim:calibration", "--speed", "max", "--person", "ann", "--site", "EMG1=left back"], home: home)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.text.contains("NOW: as hard as you can") && result.text.contains("left back (EMG1)"))
    #expect(result.error.contains("sites/ann.json: left back, EMG2"))
    let replayed = try Command.run(
      ["record", "sim:calibration", "--speed", "max", "--person", "ann"],
      environment: ["SPASM_HOME": home.path])
    #expect(replayed.text.contains("% MVC") && replayed.code == 0, "\(replayed.error)")
  }

  @Test func `it prints one object, and lines elsewhere`() throws {
    let home = try Folder()
    let result = try run(
      ["sim:calibration", "--speed", "max", "--json", "--skip", "max,posture"], home: home)
    #expect(result.code == 0 && result.lines.count == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(object["ending"] as? String == "finished" && object["kept"] is NSNull)
    let channels = try #require(object["channels"] as? [[String: Any]])
    #expect(channels.allSatisfy { $0["maximum"] is NSNull && $0["submaximum"] is Double })
    #expect(result.error.contains("not kept: it is a simulation"))
    #expect(!FileManager.default.fileExists(atPath: home.file("sites")))
  }

  @Test func `what ends early is not kept, unless that is asked for`() throws {
    let home = try Folder()
    let early = ["sim:calibration", "--speed", "max", "--duration", "60", "--person", "me"]
    let result = try run(early, home: home)
    #expect(result.code == 0 && result.error.contains("nothing is kept"))
    #expect(!FileManager.default.fileExists(atPath: home.file("sites/me.json")))
    #expect(try run(early + ["--keep-incomplete"], home: home).code == 0)
    let text = try String(contentsOfFile: home.file("sites/me.json"), encoding: .utf8)
    #expect(text.contains("submaximum") && !text.contains("\"maximum\""))
  }

  @Test(arguments: [
    ["--site", "EMG9=calf"], ["--site", "EMG1=a", "--site", "EMG2=a"], ["--site", "EMG1"],
    ["--person", "../me"], ["--skip", "legs"], ["--rest", "0"], ["--sites", "a.json", "--person", "b"],
    ["--preset", "wasm-2016"],
  ]) func `what cannot be meant is refused`(arguments: [String]) throws {
    #expect(try run(["sim:calibration", "--speed", "max"] + arguments, home: Folder()).code == 64)
  }

  @Test func `without muscle there is nothing to calibrate`() throws {
    let folder = try Folder()
    let file = try folder.write("acc.csv", "time,ACC X,ACC Y,ACC Z\n0,0,0,1\n0.01,0,0,1\n0.02,0,0,1\n")
    let result = try run(["file:\(file)", "--speed", "max"], home: folder)
    #expect(result.code == 0 && result.error.contains("--emg"), "\(result.error)")
  }
}
