import SpasmDetection
import Testing

@Suite struct ParameterTests {
  /// The names of the stored properties whose values differ.
  private func differences(_ left: DetectionParameters, _ right: DetectionParameters) -> [String] {
    zip(Mirror(reflecting: left).children, Mirror(reflecting: right).children)
      .filter { "\($0.value)" != "\($1.value)" }.compactMap(\.0.label)
  }

  @Test func `names are unique, in snake case, and end in their unit`() {
    let names = DetectionParameters.table.map(\.name)
    #expect(Set(names).count == names.count)
    let suffixes = ["s": "_s", "Hz": "_hz", "dB": "_db", "g": "_g", "deg": "_deg", "deg/s": "_dps"]
    for parameter in DetectionParameters.table {
      #expect(parameter.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
      if parameter.unit.isEmpty {
        #expect(!suffixes.values.contains { parameter.name.hasSuffix($0) })
      } else {
        #expect(suffixes[parameter.unit].map(parameter.name.hasSuffix) == true)
      }
      #expect(!parameter.summary.isEmpty)
    }
  }

  @Test func `every stored property has one name, which sets it and nothing else`() throws {
    let usual = DetectionParameters()
    var reached: [String] = []
    for parameter in DetectionParameters.table {
      var changed = usual
      let limits = [parameter.range.lowerBound, parameter.range.upperBound]
      let value = try #require(limits.first { $0 != usual[parameter.name] })
      try changed.set(parameter.name, to: value)
      #expect(changed[parameter.name] == value)
      #expect(differences(usual, changed).count == 1)
      reached += differences(usual, changed)
    }
    #expect(
      reached.sorted()
        == Mirror(reflecting: usual).children.compactMap(\.label).filter { $0 != "without" }.sorted())
    #expect(usual.values.map(\.name) == DetectionParameters.table.map(\.name))
    #expect(usual.values.allSatisfy { usual[$0.name] == $0.value })
  }

  @Test func `both limits may be set, and nothing beyond them`() throws {
    for parameter in DetectionParameters.table {
      var parameters = DetectionParameters()
      try parameters.set(parameter.name, to: parameter.range.lowerBound)
      try parameters.set(parameter.name, to: parameter.range.upperBound)
      let before = parameters
      for value in [parameter.range.lowerBound.nextDown, parameter.range.upperBound.nextUp, .nan, .infinity] {
        #expect(throws: ParameterError.self) { try parameters.set(parameter.name, to: value) }
      }
      #expect(parameters == before)
    }
    #expect(
      ParameterError.outside(name: "hop_s", value: 2, range: 0...1).message
        == "hop_s = 2.0 is outside 0.0 to 1.0")
  }

  @Test(arguments: [
    ("spasm_limits", "spasm_limit_s"), ("highpass_hz", "high_pass_hz"), ("motion_G", "motion_g"),
  ])
  func `a name that is nearly right is answered with the right one`(name: String, nearest: String) {
    var parameters = DetectionParameters()
    #expect(throws: ParameterError.unknown(name: name, nearest: nearest)) { try parameters.set(name, to: 1) }
    #expect(parameters == DetectionParameters())
    #expect(
      ParameterError.unknown(name: name, nearest: nearest).message.contains("did you mean '\(nearest)'?"))
  }

  @Test func `a name from outside is stripped before it is told`() {
    var parameters = DetectionParameters()
    #expect(throws: ParameterError.unknown(name: "hop_s[2J", nearest: "hop_s")) {
      try parameters.set("hop_s\u{1B}[2J", to: 1)
    }
  }

  @Test func `presets have names and reasons, and lie within the limits`() throws {
    #expect(Preset.all.map(\.name) == ["limb", "back", "sleep", "wasm-2016", "aasm-plm"])
    #expect(Preset.all.first?.parameters == DetectionParameters())
    #expect(Set(Preset.all.map { [AnyHashable($0.parameters), $0.legMovements] }).count == Preset.all.count)
    for preset in Preset.all {
      #expect(!preset.summary.isEmpty)
      #expect(Preset.named(preset.name)?.parameters == preset.parameters)
      for parameter in DetectionParameters.table {
        #expect(parameter.range.contains(try #require(preset.parameters[parameter.name])))
      }
    }
    #expect(Preset.named("nowhere") == nil)
    #expect(Preset.forSite("trunk")?.name == "back")
    #expect(Preset.forSite("calf")?.name == "limb")
  }
}
