import Testing

@testable import FirmwareProtocol

/// Each rule of conformance.md with a device that keeps it, and one that breaks it and no other.
@Suite struct CheckerRuleTests {
  private typealias Line = DeviceScript.Line

  private func check(_ lines: [Line]) -> (findings: [Checker.Finding], tried: Set<String>) {
    var checker = Checker()
    var findings: [Checker.Finding] = []
    for line in lines {
      var body = line.body
      if line.hasCheck {
        body[1] |= FrameFlag.check
        let check = body.withUnsafeBytes { Checksum.crc32($0) }
        body += (0..<4).map { UInt8(truncatingIfNeeded: check >> (8 * $0)) }
      }
      var bytes: [UInt8] = []
      body.withUnsafeBytes { Stuffing.stuff($0, onto: &bytes) }
      if line.name == "damaged" { bytes[3] ^= 0x10 }
      bytes.withUnsafeBytes { raw in
        let time = UInt64(line.at * 1e9)
        if line.isFromDevice {
          checker.take(fromDevice: raw, at: time) { findings.append($0) }
        } else {
          checker.take(fromHost: raw, at: time) { findings.append($0) }
        }
      }
    }
    checker.finish { findings.append($0) }
    return (findings, checker.tried)
  }

  private let rules = (1...30).map { $0 < 10 ? "R0\($0)" : "R\($0)" }

  @Test func `a device that keeps every rule breaks none, and all are tried`() throws {
    let (findings, tried) = check(try DeviceScript().lines)
    #expect(findings.isEmpty, "\(findings.prefix(5))")
    // Two rules are only ever broken by what cannot be read, or told of by its absence.
    #expect(tried == Set(rules), "\(Set(rules).subtracting(tried).sorted())")
  }

  @Test func `what breaks a rule is told by that rule alone`() throws {
    let good = try DeviceScript().lines
    var broken: Set<String> = []
    func spoil(_ rule: String, _ name: String, _ change: (inout [Line], Int) throws -> Void) throws {
      var lines = good
      let place = try #require(lines.firstIndex { $0.name == name }, "\(name)")
      try change(&lines, place)
      let findings = check(lines).findings
      #expect(Set(findings.map(\.rule)) == [rule], "\(rule), \(name): \(findings.prefix(4))")
      broken.insert(rule)
    }
    /// The line, said at another place.
    func moved(_ lines: inout [Line], from place: Int, before name: String) throws {
      let line = lines.remove(at: place)
      let target = try #require(lines.firstIndex { $0.name == name })
      lines.insert(line, at: target)
      lines[target].at = lines[target + 1].at
    }
    try spoil("R01", "status 9") { $0[$1].name = "damaged" }
    try spoil("R02", "status 9") { $0[$1].hasCheck = false }
    try spoil("R03", "anchor 0 0") { lines, place in
      lines[place].body[1] |= FrameFlag.quality
      lines[place].body[3] += 2
      lines[place].body += [0, 0]
    }
    try spoil("R04", "status 9") { $0[$1].body[1] |= 0x20 }
    try spoil("R04", "start") { $0[$1].body[5] = 1 }
    try spoil("R05", "status 9") {
      $0[$1].body.insert(0, at: 20); $0[$1].body[3] += 1
    }
    try spoil("R06", "keep") { $0.remove(at: $1) }
    try spoil("R06", "keep") { $0[$1].at += 0.6 }
    try spoil("R07", "keep") { $0.insert($0[$1], at: $1) }
    try spoil("R08", "refused") { $0[$1].body[6] = 1 }
    try spoil("R09", "status 9") { $0[$1].body[4] = 8 }
    try spoil("R10", "marker 5") { try moved(&$0, from: $1, before: "hello 4096") }
    try spoil("R10", "muscle 0") { lines, place in
      // Before anything is known of the device: at its last sample time goes on.
      lines.insert(lines[place], at: 0)
      lines[0].at = 0
    }
    try spoil("R11", "status 23") { lines, place in
      let stop = try #require(lines.firstIndex { $0.name == "stop" })
      var late = lines[place]
      late.at = lines[stop].at
      for byte in 6..<12 { late.body[byte] = lines[stop].body[8 + byte - 6] }
      lines.insert(late, at: stop + 1)
    }
    try spoil("R12", "marker 8") { lines, place in
      var late = lines[place]
      late.at = lines[lines.count - 2].at
      lines.insert(late, at: lines.count - 2)
    }
    try spoil("R13", "motion 9") { try moved(&$0, from: $1, before: "motion 11") }
    try spoil("R14", "motion 9") { $0.insert($0[$1], at: $1) }
    try spoil("R15", "muscle 10") { $0[$1].body[20] = 11 }
    try spoil("R16", "status 9") {
      $0[$1].body[9] = 0; $0[$1].body[8] = 0
    }
    try spoil("R17", "motion 0") { lines, _ in
      for place in lines.indices where lines[place].name.hasPrefix("motion") {
        let time = (0..<6).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(lines[place].body[8 + $1]) }
        for byte in 0..<6 {
          lines[place].body[8 + byte] = UInt8(truncatingIfNeeded: (time * 102 / 100) >> (8 * byte))
        }
      }
    }
    try spoil("R18", "motion 9") {
      $0[$1].body[17] = 2; $0[$1].body += Array(repeating: 0, count: 100)
    }
    try spoil("R18", "motion 9") { lines, place in
      lines[place].body[16] = 2
      lines[place].body.replaceSubrange(20..., with: Array(repeating: 0, count: 150))
    }
    try spoil("R19", "muscle 23") {
      $0[$1].body[20] = 0xFF; $0[$1].body[21] = 0x7F
    }
    try spoil("R20", "muscle 7") { $0[$1].body[20] = 0 }
    try spoil("R21", "status 9") { lines, _ in
      lines.removeAll { ["status 9", "status 10", "status 11", "status 12"].contains($0.name) }
    }
    try spoil("R22", "status 9") { lines, place in for byte in 21..<25 { lines[place].body[byte] = 0 } }
    try spoil("R22", "status 9") { $0[$1].body.removeLast(5) }
    try spoil("R23", "anchor 0 0") { $0.remove(at: $1) }
    try spoil("R24", "range 12") { $0.removeSubrange($1 - 1...$1) }
    try spoil("R24", "closing 12") { $0.remove(at: $1) }
    try spoil("R24", "historic 12") { lines, place in lines.swapAt(place, place + 1) }
    try spoil("R25", "historic 12") { lines, place in
      let last = lines[place].body.count - 2
      lines[place].body[last] ^= 1
    }
    try spoil("R26", "describe 0") { $0[$1].body[6] = 6 }
    try spoil("R26", "hello 4096") { $0[$1].body[20] ^= 1 }
    try spoil("R27", "late") { $0[$1].body[4] = 1 }
    try spoil("R28", "short status 0 part 1") { $0.remove(at: $1) }
    try spoil("R28", "short status 1 part 0") { lines, _ in
      let other = try #require(lines.first { $0.name == "short status 0 part 0" }).body[2]
      for place in lines.indices where lines[place].name.hasPrefix("short status 1 part") {
        lines[place].body[2] = other
      }
    }
    try spoil("R29", "stop") { lines, place in for byte in 15..<19 { lines[place].body[byte] = 0 } }
    try spoil("R30", "marker 8") { $0[$1].body[13] += 1 }
    #expect(broken == Set(rules), "\(Set(rules).subtracting(broken).sorted())")
  }
}
