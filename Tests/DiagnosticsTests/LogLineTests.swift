import Foundation
import Logging
import Testing

@testable import Diagnostics

/// What a line of diagnostics looks like.
@Suite struct LogLineTests {
  private func text(_ level: Logger.Level, _ text: String, environment: [String: String] = [:]) -> String {
    String(decoding: LogLine(environment: environment).bytes(level, text), as: UTF8.self)
  }

  @Test func `news is told as it is, everything else with its level`() {
    #expect(text(.info, "it is back") == "spasm: it is back")
    #expect(text(.warning, "it is gone") == "spasm: warning: it is gone")
    #expect(text(.error, "no") == "spasm: error: no")
    #expect(text(.debug, "hm") == "spasm: debug: hm")
  }

  @Test func `a line without its level is that of a command's own words`() {
    let line = LogLine(environment: [:]).bytes(.error, "no such file", saysLevel: false)
    #expect(String(decoding: line, as: UTF8.self) == "spasm: no such file")
  }

  @Test(
    arguments: zip(
      Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]
    )) func `the journal is told the priority of syslog`(level: Logger.Level, priority: Int)
  {
    #expect(text(level, "x", environment: ["JOURNAL_STREAM": "8:1"]).hasPrefix("<\(priority)>spasm: "))
    #expect(!text(level, "x", environment: ["JOURNAL_STREAM": ""]).contains("<"))
  }

  @Test func `nothing that a terminal would obey gets through`() {
    #expect(text(.info, "a\u{1B}[31m\nb\u{202E}c") == "spasm: a[31mbc")
  }

  @Test func `a logger tells from its level up, with what is attached`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let pipe = LogPipe(ends[1])
    var log = Logger(label: "test") { _ in LineLog(.notice, LogLine(environment: [:]), to: pipe) }
    log[metadataKey: "wearable"] = "2"
    log.info("not told")
    log.notice("told", metadata: ["channel": "calf\u{7}"])
    log.logLevel = .trace
    log.trace("told too")
    var bytes = [UInt8](repeating: 0, count: 1000)
    let count = read(ends[0], &bytes, bytes.count)
    #expect(
      String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        == "spasm: notice: told [channel=calf wearable=2]\nspasm: trace: told too [wearable=2]\n")
    for end in ends { close(end) }
  }
}
