import Testing

/// Who may depend on whom: every room on floors below its own.
@Suite struct FloorTests {
  /// The floor of every room; a new one is given its floor here.
  static let floors = [
    "CFirmwareProtocol": 0, "CLibUSB": 0, "CBlueZ": 0,
    "Signals": 1, "FirmwareProtocol": 1,
    "Events": 2, "SignalProcessing": 2, "RecordingFormats": 2, "Links": 2,
    "SpasmDetection": 3, "Simulation": 3, "Scoring": 3, "USBLink": 3, "BluetoothLink": 3, "Wearables": 3,
    "EpisodeRecorder": 3,
    "Monitoring": 4, "Diagnostics": 4,
    "TerminalUI": 5, "Settings": 5, "Pictures": 5,
    "spasm": 6, "spasm-scan": 6,
  ]

  /// Targets that only tests may depend on.
  static let testSupport: Set = ["Fixtures"]

  @Test func `every dependency leads downwards`() throws {
    let targets = try Manifest.read().targets
    let names = Set(targets.map(\.name))
    for target in targets where !target.isTest && !Self.testSupport.contains(target.name) {
      guard let floor = Self.floors[target.name] else {
        Issue.record("\(target.name) has no floor")
        continue
      }
      for dependency in target.dependencies where names.contains(dependency.name) {
        let below = try #require(Self.floors[dependency.name], "\(target.name) depends on \(dependency.name)")
        #expect(below < floor, "\(target.name) on floor \(floor) depends on \(dependency.name) on \(below)")
      }
    }
    #expect(Set(Self.floors.keys).isSubset(of: names), "a room has gone, its floor has not")
  }

  @Test func `what is declared is imported, and what is imported is declared`() throws {
    let targets = try Manifest.read().targets
    let names = Set(targets.map(\.name))
    // Floor 0 is C, which imports nothing.
    for target in targets where Self.floors[target.name] ?? 0 > 0 {
      let imported = Set(try Checkout.files(in: "Sources/\(target.name)").flatMap(\.imports))
      let declared = Set(target.dependencies.map(\.name))
      #expect(declared.subtracting(imported).isEmpty, "\(target.name) declares what it does not import")
      #expect(
        imported.intersection(names).subtracting(declared).isEmpty,
        "\(target.name) imports what it does not declare")
    }
  }

  @Test(arguments: ["Signals", "Events", "SignalProcessing", "SpasmDetection"])
  func `the core knows no clock, no file and no Foundation`(room: String) throws {
    let allowed: Set = ["Signals", "Events", "SignalProcessing", "SpasmDetection", "Glibc"]
    for file in try Checkout.files(in: "Sources/\(room)") {
      #expect(Set(file.imports).isSubset(of: allowed), "\(file.path)")
    }
  }
}
