import Events
import Monitoring
import Signals
import Testing

@Suite struct AlertRuleTests {
  @Test(arguments: [
    "kind=spasm", "kind=spasm duration>30s", "bout spasms>=3", "electrode=off for>30s", "battery<15%",
    "disk<2h", "link=lost for>10s", "recording=paused", "outlet=failed", "kind=twitch count>=20 within=10m",
    "kind=spasm duration>1.5s count>=2 within=90m channel=calf every=1h",
    #"electrode=off channel="left calf""#, #"kind=brief channel="a\"b\\c""#,
  ])
  func `a rule is printed as it was written`(line: String) throws {
    let rule = try AlertRule(parsing: line)
    #expect(rule.description == line)
    #expect(try AlertRule(parsing: rule.description) == rule)
  }

  @Test(arguments: [
    ("  kind=spasm   every=300s duration>120s ", "kind=spasm duration>2m"),
    ("kind=twitch within=600s count>=20", "kind=twitch count>=20 within=10m"),
    (#"kind=spasm channel="calf""#, "kind=spasm channel=calf"),
    ("disk<90m", "disk<90m"), ("link=lost for>0.5s every=3600s", "link=lost for>0.5s every=1h"),
  ])
  func `there is one form for what can be written in several`(line: String, form: String) throws {
    #expect(try AlertRule(parsing: line).description == form)
  }

  @Test func `what a rule holds is what it says`() throws {
    #expect(
      try AlertRule(parsing: "kind=spasm duration>30s") == AlertRule(.activity(.spasm, longerThan: 30)))
    #expect(
      try AlertRule(parsing: "kind=twitch count>=20 within=10m every=1m")
        == AlertRule(.repeated(.twitch, longerThan: nil, count: 20, within: 600), every: 60))
    #expect(try AlertRule(parsing: "battery<15%") == AlertRule(.battery(0.15)))
    #expect(try AlertRule(parsing: "disk<2h") == AlertRule(.disk(7200)))
    #expect(
      try AlertRule(parsing: #"electrode=off channel="left calf""#)
        == AlertRule(.condition(.electrodeOff, lastingOver: 0), channel: "left calf"))
    for rule in AlertRule.usual { #expect(try AlertRule(parsing: rule.description) == rule) }
  }

  @Test func `a label of any marks survives`() throws {
    var generator = SeededGenerator(seed: 7)
    let marks: [Unicode.Scalar] = ["\"", "\\", " ", "a", "=", ">", "\u{301}", "\u{A0}", "é", "筋"]
    for _ in 0..<2000 {
      var label = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        label.append(marks.randomElement(using: &generator) ?? "a")
      }
      let rule = AlertRule(.activity(.twitch, longerThan: nil), channel: String(label), every: 60)
      #expect(try AlertRule(parsing: rule.description) == rule, "\(rule.description)")
    }
  }

  @Test(arguments: [
    ("", AlertRuleError.Problem.empty, 1, ""), ("   ", .empty, 1, ""),
    ("spasm", .unexpected, 1, "spasm"), ("duration>3s", .unexpected, 1, "duration>3s"),
    ("kind=cramp", .value, 1, "kind=cramp"), (" kind=", .value, 2, "kind="),
    ("kind=spasm duration<30s", .unexpected, 12, "duration<30s"),
    ("kind=spasm duration>=30s", .value, 12, "duration>=30s"),
    ("kind=spasm duration>30", .value, 12, "duration>30"),
    ("kind=spasm duration>-3s", .value, 12, "duration>-3s"),
    ("kind=spasm duration>1e3s", .value, 12, "duration>1e3s"),
    ("kind=spasm duration>0s", .value, 12, "duration>0s"),
    ("kind=spasm duration>99999h", .value, 12, "duration>99999h"),
    ("kind=spasm duration>3s duration>4s", .repeated, 24, "duration>4s"),
    ("kind=spasm for>3s", .unexpected, 12, "for>3s"),
    ("kind=twitch count>=20", .missing, 22, ""), ("kind=twitch within=10m", .missing, 23, ""),
    ("kind=twitch count>=1 within=10m", .value, 13, "count>=1"),
    ("kind=twitch count>=2.5 within=10m", .value, 13, "count>=2.5"),
    ("bout", .missing, 5, ""), ("bout spasms>=1", .value, 6, "spasms>=1"),
    ("battery<15", .value, 1, "battery<15"), ("battery<0%", .value, 1, "battery<0%"),
    ("battery<12.5%", .value, 1, "battery<12.5%"), ("battery>15%", .unexpected, 1, "battery>15%"),
    ("disk<13h", .value, 1, "disk<13h"), ("disk<2", .value, 1, "disk<2"),
    ("link=lost channel=calf", .unexpected, 11, "channel=calf"),
    ("link=back", .unexpected, 1, "link=back"), ("link=lost every=0s", .value, 11, "every=0s"),
    ("electrode=off channel=", .value, 15, "channel="),
    (#"electrode=off channel="left calf"#, .unclosed, 15, #"channel="left calf"#),
  ])
  func `a wrong line is told with its place, and with what is allowed`(
    line: String, problem: AlertRuleError.Problem, column: Int, found: String
  ) throws {
    let error = try #require(throws: AlertRuleError.self) { try AlertRule(parsing: line) }
    #expect(error.problem == problem && error.column == column && error.found == found, "\(error)")
    #expect(error.message.contains("'\(line)', column \(column)") && !error.allowed.isEmpty)
  }

  @Test func `what is allowed is named in the error`() throws {
    let error = try #require(throws: AlertRuleError.self) {
      try AlertRule(parsing: "kind=spasm duration<30s")
    }
    #expect(error.allowed == "duration>TIME, channel=LABEL, every=TIME")
    let subject = try #require(throws: AlertRuleError.self) { try AlertRule(parsing: "spasm") }
    #expect(subject.allowed.hasPrefix("kind=KIND, bout, battery<SHARE, disk<TIME, electrode=off"))
  }

  @Test(arguments: [
    ("kind=spasm duration>30s", "a spasm that lasts longer than 30 s; at most once in 5 min"),
    ("kind=artefact", "an artefact; at most once in 5 min"),
    (
      "kind=twitch count>=20 within=10m channel=calf",
      "20 or more twitches within 10 min on calf; at most once in 5 min"
    ),
    ("bout spasms>=3 every=2h", "3 or more spasms in one bout; at most once in 2 h"),
    ("electrode=off for>30s", "an electrode that is off for longer than 30 s; at most once in 5 min"),
    ("battery<15%", "a battery below 15 %; at most once in 5 min"),
    ("disk<2h", "a disk that will be full within 2 h; at most once in 5 min"),
  ])
  func `a rule is told in plain words`(line: String, words: String) throws {
    #expect(try AlertRule(parsing: line).words == words)
  }
}
