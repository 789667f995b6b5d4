import CFirmwareProtocol
import Foundation
import Testing

@testable import FirmwareProtocol

/// The pages are the source of the wire's numbers: vectors and both codecs are held to their tables.
@Suite struct SpecificationTests {
  /// The rows of the first table under `heading` whose columns are headed `columns`.
  private func table(_ page: String, _ columns: [String], after heading: String = "") throws -> [[String]] {
    var text = Substring(try String(contentsOf: Vectors.pages.appending(path: page), encoding: .utf8))
    if !heading.isEmpty { text = text[try #require(text.range(of: heading)).upperBound...] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(cells)
    let start = try #require(lines.firstIndex { $0.starts(with: columns) }, "\(page): no table of \(columns)")
    return Array(lines[(start + 2)...].prefix { !$0.isEmpty })
  }

  private func cells(_ line: Substring) -> [String] {
    guard line.hasPrefix("|") else { return [] }
    return line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func number(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  /// Name and value of each row.
  private func named(_ page: String, _ columns: [String] = ["name", "value"], after heading: String = "")
    throws
    -> [String: Int]
  {
    var names: [String: Int] = [:]
    for row in try table(page, columns, after: heading) { names[row[0]] = number(row[1]) }
    return names
  }

  /// The constants of the C header, by their names without the prefix.
  private func header() throws -> [String: Int] {
    let url = Vectors.pages.appending(path: "c/include/swp_constants.h")
    var names: [String: Int] = [:]
    for match in try String(contentsOf: url, encoding: .utf8).matches(
      of: #/SWP_(?<name>\w+)(?: = |\s+)(?<value>0x[0-9A-Fa-f]+|\d+)u?/#)
    {
      names[String(match.name)] = number(String(match.value))
    }
    return names
  }

  @Test func `types and their headers are those of both codecs`() throws {
    let rows = try table("frames.md", ["name", "value", "header"])
    #expect(rows.count == FrameType.allCases.count)
    let constants = try header()
    for row in rows {
      let type = try #require(number(row[1]).flatMap { FrameType(rawValue: UInt8($0)) }, "\(row)")
      #expect(pageName("\(type)") == row[0] && type.shortestHeader == number(row[2]), "\(row)")
      #expect(constants[row[0]] == number(row[1]), "\(row)")
    }
  }

  @Test func `the fields of a frame fill its header, in the tables and in the vectors`() throws {
    var lengths: [String: Int] = [:]
    for page in [
      ("DATA", "## DATA"), ("COMPACT", "## COMPACT"), ("STATUS", "## STATUS"), ("MARKER", "## MARKER"),
      ("FRAGMENT", "## FRAGMENT"),
    ] {
      for row in try table("frames.md", ["offset", "size"], after: page.1) {
        #expect(lengths[page.0] ?? 4 == number(row[0]), "\(page.0) \(row)")
        lengths[page.0] = try #require(number(row[0])) + (try #require(number(row[1])))
      }
    }
    for heading in ["## Requests", "## Replies"] {
      for row in try table("frames.md", ["frame", "offset"], after: heading) {
        #expect(lengths[row[0]] ?? 4 == number(row[1]), "\(row)")
        lengths[row[0]] = try #require(number(row[1])) + (try #require(number(row[2])))
      }
    }
    for type in FrameType.allCases {
      #expect(lengths[pageName("\(type)")] ?? 4 == type.shortestHeader, "\(type)")
    }
    for one in try Vectors.read("frames", as: Vectors.FrameCase.self) where !one.isOfLaterVersion {
      let flags = Int(one.hex.bytes[1])
      let isData = one.type == "DATA"
      let extra = (isData && flags & 2 != 0 ? 4 : 0) + (isData && flags & 4 != 0 ? Int(one.hex.bytes[17]) : 0)
      #expect(Int(one.hex.bytes[3]) == (lengths[one.type] ?? 4) + extra, "\(one.name)")
    }
  }

  @Test func `every type, flag, encoding, quality, condition, feature, result and error has a vector`() throws
  {
    let frames = try Vectors.read("frames", as: Vectors.FrameCase.self)
    let seen = { (values: [Int?]) in Set(values.compactMap(\.self)) }
    let field = { (name: String) in
      frames.compactMap { if case .integer(let value)? = $0.fields[name] { Int(value) } else { nil as Int? } }
    }
    #expect(
      Set(frames.map(\.type)) == Set(try table("frames.md", ["name", "value", "header"]).map { $0[0] }))
    for (name, value) in try named("frames.md", after: "## Flags") {
      #expect(frames.contains { Int($0.hex.bytes[1]) & value != 0 }, "\(name)")
    }
    let encodings = try named("frames.md", ["name", "value", "size"])
    #expect(seen(field("encoding")).isSuperset(of: encodings.values))
    for (name, value) in try named("frames.md", after: "## STATUS") {
      #expect(field("conditions").contains { $0 & value != 0 }, "\(name)")
    }
    for (name, value) in try named("frames.md", after: "Payloads: of") {
      #expect(field("features").contains { $0 & value != 0 }, "\(name)")
    }
    #expect(seen(field("result")) == Set(try named("session.md", after: "## Results").values))
    let malformed = Set(try Vectors.read("malformed", as: Vectors.MalformedCase.self).map(\.error))
    let steps = try ["compact", "fragments"].flatMap { try Vectors.read($0, as: Vectors.StepsCase.self) }
    let errors = malformed.union(steps.flatMap(\.steps).compactMap(\.error))
    #expect(errors == Set(try named("conformance.md").keys))
  }

  @Test func `every named number is that of both codecs`() throws {
    let constants = try header()
    // Names that mean two things on the pages have another one in C.
    func hold(
      _ names: [String: Int], to swift: [String: Int], prefix: String = "", other: [String: String] = [:]
    ) {
      #expect(!names.isEmpty)
      for (name, value) in names {
        #expect(swift[name] == value, "\(name) in Swift")
        #expect(constants[prefix + (other[name] ?? name)] == value, "\(name) in C")
      }
      #expect(swift.count == names.count, "\(swift.keys) against \(names.keys)")
    }
    func all<Value: CaseIterable & RawRepresentable>(_: Value.Type) -> [String: Int]
    where Value.RawValue: BinaryInteger {
      Dictionary(uniqueKeysWithValues: Value.allCases.map { (pageName("\($0)"), Int($0.rawValue)) })
    }
    hold(try named("frames.md", ["name", "value", "size"]), to: all(SampleEncoding.self))
    hold(
      try named("frames.md", after: "Bits of quality"),
      to: [
        "LEAD_OFF": Int(SampleQuality.leadOff.rawValue), "SATURATED": Int(SampleQuality.saturated.rawValue),
        "OVERRUN": Int(SampleQuality.overrun.rawValue),
        "GAIN_CHANGED": Int(SampleQuality.gainChanged.rawValue),
      ])
    hold(
      try named("frames.md", after: "## STATUS"),
      to: [
        "CHARGING": Int(DeviceConditions.charging.rawValue),
        "LOW_BATTERY": Int(DeviceConditions.lowBattery.rawValue),
        "STORE_FULL": Int(DeviceConditions.storeFull.rawValue),
        "REFERENCE_OFF": Int(DeviceConditions.referenceOff.rawValue),
        "CLOCK_UNSTABLE": Int(DeviceConditions.clockUnstable.rawValue),
      ], other: ["LOW_BATTERY": "CONDITION_LOW_BATTERY"])
    hold(
      try named("frames.md", after: "Payloads: of"),
      to: [
        "STORE": Int(DeviceFeatures.store.rawValue), "COMPRESSION": Int(DeviceFeatures.compression.rawValue),
        "TIME_SYNC": Int(DeviceFeatures.timeSync.rawValue), "BUTTON": Int(DeviceFeatures.button.rawValue),
        "IDENTIFIES": Int(DeviceFeatures.identifies.rawValue),
        "VIBRATES": Int(DeviceFeatures.vibrates.rawValue),
      ])
    hold(
      try named("frames.md", after: "## Flags"),
      to: [
        "CRC": Int(FrameFlag.check), "HISTORIC": Int(FrameFlag.historic), "DROPPED": Int(FrameFlag.dropped),
        "QUALITY": Int(FrameFlag.quality), "LAST": Int(FrameFlag.last),
      ], prefix: "FLAG_")
    hold(try named("streams.md", ["name", "value", "kind"]), to: all(StreamDescriptor.Kind.self))
    hold(try named("streams.md", ["name", "value", "unit"]), to: all(StreamDescriptor.Unit.self))
    hold(try named("streams.md", ["name", "value", "side"]), to: all(StreamDescriptor.Side.self))
    hold(try named("session.md"), to: all(SessionState.self))
    hold(
      try named("session.md", after: "## Results"), to: all(RequestResult.self),
      other: ["BAD_VALUE": "REJECTED_VALUE"])
    hold(try named("conformance.md"), to: all(WireError.self))
    for row in try table("session.md", ["name", "value", "unit"]) {
      #expect(constants[row[0]] == number(row[1]), "\(row)")
    }
  }

  @Test func `a request fits twenty bytes`() {
    for type in FrameType.allCases where (0x10...0x7F).contains(type.rawValue) {
      #expect(type.shortestHeader <= 20)
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func `the vectors are as their generator writes them`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [Vectors.pages.appending(path: "vectors/generate.py").path, "--check"]
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
