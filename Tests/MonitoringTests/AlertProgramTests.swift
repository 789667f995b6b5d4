import Fixtures
import Foundation
import Monitoring
import Signals
import Synchronization
import Testing

/// Programs that alerts are handed to.
@Suite struct AlertProgramTests {
  /// What a shell would take for something else.
  private static let hard = [
    "a b", "it's", "\"quoted\"", "$(touch told)", "`touch told`", ";touch told", "line\nfeed", "", "--", "*",
    "\\",
    "é筋",
  ]

  @Test func `a command is given its arguments unchanged, and the alert on its standard input`() throws {
    let programs = try FakePrograms()
    try programs.addRecorder("tell")
    let outlet = CommandOutlet(["tell"] + Self.hard, .full, in: programs.surroundings)
    try outlet.deliver(.saying("spasm"))
    #expect(programs.arguments == Self.hard)
    #expect(try programs.input() == Alert.saying("spasm").json(.full) + [10])
    #expect(!FileManager.default.fileExists(atPath: programs.folder.path("told")))
  }

  @Test func `a program is given little of the environment`() throws {
    let programs = try FakePrograms(environment: [
      "SECRET": "1", "LD_PRELOAD": "", "http_proxy": "http://proxy", "LC_TIME": "C", "DISPLAY": ":7",
    ])
    try programs.addRecorder("tell")
    try CommandOutlet(["tell"], .full, in: programs.surroundings).deliver(.example)
    let text = try String(contentsOfFile: programs.folder.path("names"), encoding: .utf8)
    let names = Set(
      text.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
    // The shell adds some of its own.
    #expect(
      names.subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == [
        "PATH", "HOME", "XDG_RUNTIME_DIR", "LC_TIME", "DISPLAY",
      ])
  }

  @Test func `a notification is plain words after the options`() throws {
    let programs = try FakePrograms()
    try programs.addRecorder("notify-send")
    try DesktopOutlet(.full, in: programs.surroundings).deliver(.saying("--help <b>spasm</b>\non calf"))
    #expect(
      programs.arguments == ["--app-name=SpasmKit", "--urgency=normal", "--", "--help <b>spasm</b>\non calf"])
    try DesktopOutlet(.discreet, in: programs.surroundings).deliver(.saying("spasm", state: .takenBack))
    #expect(
      programs.arguments
        == ["--app-name=SpasmKit", "--urgency=low", "--", "SpasmKit: the last alert is taken back"])
  }

  @Test func `a sound is two soft tones in a private file, which goes with the outlet`() throws {
    let programs = try FakePrograms()
    try programs.add("aplay", "printf '%s\\0' \"$@\" > arguments; stat -c %a \"$3\" > mode; cp \"$3\" copy")
    var outlet: SoundOutlet? = SoundOutlet(in: programs.surroundings)
    try outlet?.deliver(.saying("over", state: .takenBack))
    #expect(programs.arguments == nil)
    try outlet?.deliver(.example)
    let arguments = try #require(programs.arguments)
    let path = try #require(arguments.last)
    #expect(
      arguments.dropLast() == ["--quiet", "--"] && path.hasPrefix("\(programs.folder.path)/spasm-alert-"))
    #expect(try bytes(ofFile: programs.folder.path("mode")) == Array("600\n".utf8))
    let wave = try bytes(ofFile: programs.folder.path("copy"))
    #expect(wave.starts(with: "RIFF".utf8) && wave[8..<16].elementsEqual("WAVEfmt ".utf8))
    #expect(wave.count == 44 + 2 * 2 * 13230)
    // A file that was cleared away is made anew.
    try FileManager.default.removeItem(atPath: path)
    try outlet?.deliver(.example)
    let next = try #require(programs.arguments?.last)
    #expect(FileManager.default.fileExists(atPath: next))
    outlet = nil
    #expect(!FileManager.default.fileExists(atPath: next))
  }

  @Test func `a person's own sound is played by the better of two programs`() throws {
    let programs = try FakePrograms()
    try programs.addRecorder("aplay")
    try programs.add("pw-play", "printf '%s\\0' pw-play \"$@\" > arguments")
    let path = try programs.folder.write([0], to: "-a sound.wav")
    try SoundOutlet(path: path, in: programs.surroundings).deliver(.example)
    #expect(programs.arguments == ["pw-play", "--", path])
    #expect(FileManager.default.fileExists(atPath: path))
    let absent = SoundOutlet(path: programs.folder.path("none.wav"), in: programs.surroundings)
    let failure = #expect(throws: AlertFailure.self) { try absent.deliver(.example) }
    #expect(failure?.remedy.contains("none.wav") == true)
  }

  @Test func `a program that is not there is told with what to install`() throws {
    let programs = try FakePrograms()
    let address = try WebhookAddress("https://example.org/")
    let outlets: [(any AlertOutlet, String)] = [
      (DesktopOutlet(.full, in: programs.bareSurroundings), "libnotify-bin"),
      (SoundOutlet(in: programs.bareSurroundings), "alsa-utils"),
      (CommandOutlet(["tell"], .full, in: programs.bareSurroundings), "no program tell"),
      (CommandOutlet(["./tell"], .full, in: programs.bareSurroundings), "no program ./tell"),
      (WebhookOutlet(address, .full, in: programs.bareSurroundings), "curl is not there"),
    ]
    for (outlet, word) in outlets {
      let failure = #expect(throws: AlertFailure.self) { try outlet.deliver(.example) }
      #expect(failure?.message.contains(word) == true && failure?.outlet == outlet.name)
    }
  }

  @Test func `what is in the working folder is not run`() throws {
    let programs = try FakePrograms()
    try programs.addRecorder("tell")
    let surroundings = AlertSurroundings(environment: ["PATH": ":.:\(programs.folder.path)/../none"])
    let before = FileManager.default.currentDirectoryPath
    #expect(before != programs.folder.path)
    let failure = #expect(throws: AlertFailure.self) {
      try CommandOutlet(["tell"], .full, in: surroundings).deliver(.example)
    }
    #expect(failure?.reason == "there is no program tell")
  }

  @Test(arguments: [
    ("exit 3", "ended with exit code 3"),
    ("echo first; echo '\u{1B}[31mno display' >&2; exit 1", "exit code 1: [31mno display"),
    ("kill -9 $$", "was ended by signal 9"), ("exit 3 < /dev/full", "exit code 3"),
  ])
  func `a program that fails is told with what it said`(script: String, words: String) throws {
    let programs = try FakePrograms()
    try programs.add("tell", script)
    let failure = #expect(throws: AlertFailure.self) {
      try CommandOutlet(["tell"], .full, in: programs.surroundings).deliver(.example)
    }
    #expect(failure?.reason.hasSuffix(words) == true, "\(failure?.reason ?? "")")
  }

  @Test func `a program that does not read its input does no harm`() throws {
    let programs = try FakePrograms()
    try programs.add("tell", "exec 0<&-; exit 0")
    try CommandOutlet(["tell"], .full, in: programs.surroundings).deliver(.example)
    // More than a pipe holds cannot be sent; it is said, and nobody waits.
    let failure = #expect(throws: AlertFailure.self) {
      try CommandOutlet(["tell"], .full, in: programs.surroundings)
        .deliver(.saying(String(repeating: "x", count: 100_000)))
    }
    #expect(failure?.reason.contains("does not start") == true)
  }

  @Test(arguments: ["sleep 60 & echo $! > child; wait", "sleep 60 & echo $! > child; exec yes"])
  func `a program that hangs is killed with what it started`(script: String) throws {
    let programs = try FakePrograms()
    try programs.add("tell", script)
    let clock = ContinuousClock()
    var failure: AlertFailure?
    let taken = clock.measure {
      failure = #expect(throws: AlertFailure.self) {
        try CommandOutlet(["tell"], .full, in: programs.surroundings, limit: 1).deliver(.example)
      }
    }
    #expect(failure?.reason.contains("took longer than 1 s and was stopped") == true)
    #expect(taken < .seconds(20))
    let child = try String(contentsOfFile: programs.folder.path("child"), encoding: .utf8)
    let number = try #require(Int(child.trimmingCharacters(in: .newlines)))
    // It is gone, or dead and only not yet collected.
    for _ in 0..<2000 where isAlive(number) { usleep(1000) }
    #expect(!isAlive(number))
  }

  @Test func `no program outlives the monitor`() throws {
    let programs = try FakePrograms()
    try programs.add("tell", "sleep 60 & echo $! > child; wait")
    let surroundings = programs.surroundings
    let child = programs.folder.path("child")
    let failure = Mutex<AlertFailure?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      if part == 0 {
        do throws(AlertFailure) {
          try CommandOutlet(["tell"], .full, in: surroundings, limit: 50).deliver(.example)
        } catch {
          failure.withLock { $0 = error }
        }
      } else {
        for _ in 0..<20_000 where (try? bytes(ofFile: child))?.isEmpty != false { usleep(1000) }
        surroundings.end.ask()
      }
    }
    #expect(failure.withLock { $0?.reason.contains("was still running when the monitor ended") } == true)
    let number = try #require(
      Int(String(contentsOfFile: child, encoding: .utf8).trimmingCharacters(in: .newlines)))
    for _ in 0..<2000 where isAlive(number) { usleep(1000) }
    #expect(!isAlive(number))
  }

  private func isAlive(_ process: Int) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    return !status.contains(") Z ")
  }

  @Test func `a program that goes on in the background is not waited for`() throws {
    let programs = try FakePrograms()
    try programs.add("tell", "sleep 20 & exit 0")
    let taken = try ContinuousClock().measure {
      try CommandOutlet(["tell"], .full, in: programs.surroundings, limit: 15).deliver(.example)
    }
    #expect(taken < .seconds(10))
  }

  @Test func `bell and motor speak of what is given, and a motor that is not there is told once`() throws {
    let programs = try FakePrograms()
    let path = programs.folder.path("bell")
    let bell = BellOutlet { try Data($0).write(to: URL(filePath: path)) }
    try bell.deliver(.saying("over", state: .takenBack))
    #expect(!FileManager.default.fileExists(atPath: path))
    try bell.deliver(.example)
    #expect(try bytes(ofFile: path) == [7])
    let gone = BellOutlet { _ in throw CancellationError() }
    #expect(throws: AlertFailure.self) { try gone.deliver(.example) }
    let motor = VibrationOutlet { $0 == 0 }
    try motor.deliver(.example)
    let failure = #expect(throws: AlertFailure.self) { try motor.deliver(.saying("", wearable: 1)) }
    #expect(failure?.reason.hasPrefix("wearable 2 ") == true)
    try motor.deliver(.saying("", wearable: 1))
  }
}
