import SpasmDetection
import Testing

@testable import Settings

/// Flags are stronger than the environment, the environment than the file, the file than the defaults.
@Suite struct PrecedenceTests {
  /// One setting with three values that are none of them its default, as YAML and as the value that they are.
  struct Case: CustomTestStringConvertible {
    var name: SettingName
    var texts: [String]
    var values: [SettingValue]
    var testDescription: String { name.rawValue }

    init(_ name: SettingName, _ texts: [String], _ values: [SettingValue]) {
      (self.name, self.texts, self.values) = (name, texts, values)
    }

    init(_ name: SettingName, words: [String]) { self.init(name, words, words.map { .text($0) }) }

    init(_ name: SettingName, numbers: [Double]) {
      self.init(name, numbers.map { "\($0)" }, numbers.map { .number($0) })
    }

    init(_ name: SettingName, lists: [[String]]) {
      self.init(
        name, lists.map { "[\($0.map { "'\($0)'" }.joined(separator: ", "))]" }, lists.map { .list($0) })
    }

    /// A settings file that says the first value.
    var file: SettingsFile {
      let text =
        name.group.map { "\($0):\n  \(name.member): \(texts[0])\n" } ?? "\(name.rawValue): \(texts[0])\n"
      return SettingsFile(path: "/settings.yaml", bytes: Array(text.utf8))
    }

    /// An environment that says the second.
    var environment: [String: String] { [name.variable: texts[1]] }

    /// Flags that say the third.
    var flags: SettingsFlags {
      var flags = SettingsFlags()
      switch values[2] {
      case .list(let texts): flags.set(name, texts)
      case .numbers(let numbers): flags.set(name, numbers.map { "\($0.name)=\($0.value)" })
      case .unset, .bool, .number, .text: flags.set(name, texts[2])
      }
      return flags
    }
  }

  static let cases = [
    Case(.devices, lists: [["sim:a"], ["sim:b", "tty:/dev/x"], ["sim:c"]]),
    Case(.preset, words: ["back", "sleep", "aasm-plm"]),
    Case(.record, ["yes", "on", "true"], [.bool(true), .bool(true), .bool(true)]),
    Case(.library, words: ["/a", "/b", "/c"]),
    Case(.episodes, ["true", "yes", "on"], [.bool(true), .bool(true), .bool(true)]),
    Case(.preRoll, numbers: [1, 2.5, 300]),
    Case(.postRoll, numbers: [1, 0, 3600]),
    Case(.partMinutes, numbers: [0.1, 2, 1440]),
    Case(.person, words: ["Ada", "Bo", "Cy"]),
    Case(.sites, words: ["/a", "/b", "/c"]),
    Case(.screenWindow, words: ["5", "20", "60"]),
    Case(.screenColour, words: ["always", "never", "always"]),
    Case(.alertRules, lists: [["kind=spasm duration>9s"], ["battery<5%"], ["link=lost for>1m", "disk<9h"]]),
    Case(.alertOutlets, lists: [["desktop"], ["sound", "bell"], ["vibration"]]),
    Case(.alertWords, words: ["full", "full", "full"]),
    Case(.alertSound, words: ["/a", "/b", "/c"]),
    Case(.alertCommand, lists: [["/bin/a"], ["/bin/b", "x y"], ["/bin/c", "'"]]),
    Case(.alertWebhook, words: ["https://a.example/", "https://b.example/", "https://c.example/"]),
    Case(.logLevel, words: ["trace", "warning", "error"]),
    Case(.healthInterval, numbers: [1, 30, 86_400]),
    Case(
      .parameters, ["{hop_s: 0.01}", "{hop_s: 0.02}", "hop_s=0.03"],
      [0.01, 0.02, 0.03].map { .numbers([.init("hop_s", $0)]) }),
  ]

  @Test func `every setting is tried`() {
    #expect(Set(Self.cases.map(\.name)) == Set(SettingName.allCases))
    #expect(SettingsTable.all.map(\.name) == SettingName.allCases)
  }

  @Test(arguments: cases) func `the stronger one wins, and is named as the source`(tried: Case) throws {
    let setting = SettingsTable.setting(tried.name)
    for layers in 0..<8 {
      let settings = SettingsInEffect(
        file: layers & 1 == 0 ? nil : tried.file, environment: layers & 2 == 0 ? [:] : tried.environment,
        flags: layers & 4 == 0 ? SettingsFlags() : tried.flags)
      try #require(settings.mistakes.map(\.message) == [])
      let effective = settings[tried.name]
      let strongest = [4, 2, 1].first { layers & $0 != 0 }
      switch strongest {
      case nil:
        #expect(effective.value == setting.standard && effective.source == .standard)
      case 1:
        #expect(effective.value == tried.values[0])
        let (line, column) = tried.name.group == nil ? (1, 3) : (2, 5)
        #expect(
          effective.source
            == .file(path: "/settings.yaml", line: line, column: tried.name.member.count + column))
      case 2:
        #expect(effective.value == tried.values[1])
        #expect(effective.source == .environment(tried.name.variable))
      default:
        #expect(effective.value == tried.values[2])
        #expect(effective.source == .flag(setting.flag ?? "the command line"))
      }
      #expect(settings.all.count { $0.source != .standard } == (layers == 0 ? 0 : 1))
    }
  }

  @Test func `parameters add up, each by its own name`() throws {
    var flags = SettingsFlags()
    flags.set(.parameters, ["spasm_limit_s=3"])
    let file = SettingsFile(path: "/f", bytes: Array("parameters: {hop_s: 0.02, spasm_limit_s: 4}\n".utf8))
    let settings = SettingsInEffect(
      file: file, environment: ["SPASM_PARAMETERS": "flat_s=1"], flags: flags)
    #expect(
      settings[.parameters].value
        == .numbers([.init("hop_s", 0.02), .init("flat_s", 1), .init("spasm_limit_s", 3)]))
    let preset = try LiveSettings(settings).told(Preset.all[0])
    #expect(preset.parameters["hop_s"] == 0.02 && preset.parameters["spasm_limit_s"] == 3)
  }

  @Test func `an empty variable, and a name without a value, say nothing`() {
    let file = SettingsFile(path: "/f", bytes: Array("pre-roll:\nalerts:\nperson: ~\n".utf8))
    let settings = SettingsInEffect(file: file, environment: ["SPASM_PRESET": ""])
    #expect(settings.mistakes.isEmpty && settings.all.allSatisfy { $0.source == .standard })
  }

  @Test func `a home folder is put in for its sign`() throws {
    let file = SettingsFile(path: "/f", bytes: Array("sites: ~/sites.json\nlibrary: '~'\n".utf8))
    let settings = SettingsInEffect(file: file, environment: ["HOME": "/home/ada"])
    #expect(settings[.sites].value == .text("/home/ada/sites.json"))
    #expect(settings[.library].value == .text("/home/ada"))
  }
}
