import Testing

@testable import Settings

/// What is wrong is told with its place, and all of it at once.
@Suite struct MistakeTests {
  private func messages(
    _ text: String, environment: [String: String] = [:], flags: SettingsFlags = SettingsFlags()
  ) -> [String] {
    let file = SettingsFile(path: "/f", bytes: Array(text.utf8))
    return SettingsInEffect(file: file, environment: environment, flags: flags) { name, text in
      name == .devices && !text.hasPrefix("sim:") ? "'\(text)' is no address" : nil
    }.mistakes.map(\.message)
  }

  @Test(arguments: [
    ("pre-rol: 3", "/f:1:1: there is no setting 'pre-rol'; did you mean 'pre-roll'?"),
    ("alerts:\n  wods: full", "/f:2:3: there is no setting 'alerts.wods'; did you mean 'alerts.words'?"),
    ("pre-roll: soon", "/f:1:11: pre-roll: takes a number, 0 to 300 s, not 'soon'"),
    ("pre-roll: [3]", "/f:1:11: pre-roll: takes 0 to 300 s, not a list"),
    ("pre-roll: nan", "/f:1:11: pre-roll: takes a number, 0 to 300 s, not 'nan'"),
    ("pre-roll: 301", "/f:1:11: pre-roll: '301' is outside 0 to 300 s"),
    ("\n\npart-minutes: -1", "/f:3:15: part-minutes: '-1' is outside 0.1 to 1440 min"),
    ("record: maybe", "/f:1:9: record: takes true or false, not 'maybe'"),
    (
      "preset: bck",
      "/f:1:9: preset: 'bck' is not known; did you mean 'back'? There are limb, back, sleep, wasm-2016, aasm-plm"
    ),
    ("person: {a: b}", "/f:1:9: person: takes a text, not a group of names and values"),
    ("person: ''", "/f:1:9: person: takes a text, not nothing"),
    ("person: \"a\\e[31m\"", "/f:1:9: person: holds characters that cannot be shown"),
    ("sites: sites.json", "/f:1:8: sites: takes a path that begins with / or ~/, not 'sites.json'"),
    ("devices: [sim:a, tty]", "/f:1:18: devices: 'tty' is no address"),
    (
      "parameters: {hop: 1}",
      "/f:1:19: parameters: there is no parameter 'hop'; did you mean 'hop_s'? 'spasm presets' lists them"
    ),
    ("parameters: {hop_s: 1}", "/f:1:21: parameters: hop_s = 1.0 is outside 0.002 to 0.05"),
    ("parameters: {hop_s: x}", "/f:1:21: parameters: hop_s takes a number, not 'x'"),
    ("parameters: 3", "/f:1:13: parameters: takes name=value with a number, not '3'"),
    (
      "preset: aasm-plm\nparameters: {spasm_limit_s: 3}",
      "/f:2:29: parameters: 'spasm_limit_s' has no part in preset 'aasm-plm'; 'spasm presets aasm-plm' lists what has"
    ),
    ("alerts: loud", "/f:1:9: alerts: takes names with values, each in a line"),
    (
      "alerts:\n  command: rm -rf",
      "/f:2:12: alerts.command: takes a list of a program and its arguments, as [/usr/bin/logger, -t, spasm], not 'rm -rf'"
    ),
    (
      "alerts:\n  webhook: http://a.example/",
      "/f:2:12: alerts.webhook: a webhook to another machine has to begin with https://; http:// is for this machine alone"
    ),
    (
      "alerts:\n  outlets: bells",
      "/f:2:12: alerts.outlets: 'bells' is not known; did you mean 'bell'? There are any of bell, desktop, sound, vibration"
    ),
    ("pre-roll: 1\npre-roll: 2", "/f:1:1: told twice: pre-roll"),
    ("alerts.words: full\nalerts: {words: full}", "/f:2:10: told twice: alerts.words"),
    ("- preset", "/f:1:1: settings are names with values, as 'preset: back'"),
    ("? [a, b]\n: c", "/f:1:3: a name has to be a text"),
    (
      "person: *me",
      "/f:1:9: '*' begins a reference, which is not read here; a text that begins with it takes quotes"
    ),
    (
      "person: &me a",
      "/f:1:9: '&' begins a reference, which is not read here; a text that begins with it takes quotes"
    ),
    (
      "preset: back\n\tperson: me",
      "/f:2:1: no YAML: found a tab character that violates indentation (while scanning a plain scalar that begins in line 1)"
    ),
    ("a: b: c", "/f:1:5: no YAML: mapping values are not allowed in this context"),
  ]) func `a mistake has its place, its setting and what would be right`(text: String, message: String) {
    #expect(messages(text) == [message])
  }

  @Test func `all mistakes are told, the file's first, then the environment's and the flags'`() {
    var flags = SettingsFlags()
    flags.set(.preRoll, 999.0)
    let found = messages(
      "preset: bck\nrecord: x\npost-roll: x\n",
      environment: ["SPASM_LOG_LEVEL": "loud", "SPASM_DEVICES": "[a"],
      flags: flags)
    #expect(found.count == 6)
    #expect(found.filter { $0.hasPrefix("/f:") }.count == 3)
    #expect(found.contains { $0.hasPrefix("$SPASM_LOG_LEVEL: log-level: 'loud' is not known") })
    #expect(found.contains { $0.hasPrefix("$SPASM_DEVICES: no YAML: ") })
    #expect(found.last == "--pre-roll: pre-roll: '999.0' is outside 0 to 300 s")
  }

  @Test func `what is wrong counts as not said`() throws {
    let file = SettingsFile(path: "/f", bytes: Array("pre-roll: 301\n".utf8))
    let settings = SettingsInEffect(file: file)
    #expect(settings[.preRoll].value == .number(10) && settings[.preRoll].source == .standard)
    #expect(throws: SettingsError.self) { try LiveSettings(settings) }
  }

  @Test func `a variable that sets nothing is a remark`() {
    let settings = SettingsInEffect(environment: ["SPASM_PREROLL": "3", "PATH": "/bin"])
    #expect(settings.remarks == ["$SPASM_PREROLL sets nothing"] && settings.mistakes.isEmpty)
  }

  @Test func `a reference in quotes or in the middle is a text`() {
    #expect(messages("person: '*me'") == [])
    #expect(messages("# - *me\nperson: a &b *c") == [])
  }
}
