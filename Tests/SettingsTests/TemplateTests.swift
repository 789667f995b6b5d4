import Testing

@testable import Settings

/// The file to begin with.
@Suite struct TemplateTests {
  private func settings(_ text: String) -> SettingsInEffect {
    SettingsInEffect(file: SettingsFile(path: "/f", bytes: Array(text.utf8)))
  }

  @Test func `as it is written it sets nothing`() {
    let settings = settings(SettingsTemplate.text)
    #expect(settings.mistakes.isEmpty && settings.all.allSatisfy { $0.source == .standard })
  }

  @Test func `with its signs taken away it sets every default`() throws {
    let lines = SettingsTemplate.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let (indent, rest) = (line.prefix { $0 == " " }, line.drop { $0 == " " })
      return rest.hasPrefix("#") && !rest.hasPrefix("# ") ? "\(indent)\(rest.dropFirst())" : String(line)
    }
    let settings = settings(lines.joined(separator: "\n"))
    #expect(settings.mistakes.map(\.message) == [])
    for effective in settings.all {
      #expect(effective.value == effective.setting.standard, "\(effective.setting.name)")
      let isSaid = effective.setting.standard != .unset
      #expect((effective.source != .standard) == isSaid, "\(effective.setting.name)")
    }
  }

  @Test func `every setting is in it, with a line of what it does and one of what it takes`() {
    for setting in SettingsTable.all {
      #expect(SettingsTemplate.text.contains("#\(setting.name.member):"))
      #expect(SettingsTemplate.text.contains("# Takes \(setting.takes)."))
    }
  }

  @Test func `what a setting shows as an example can be set`() throws {
    for setting in SettingsTable.all {
      guard let example = setting.example else { continue }
      let name = setting.name
      let text = name.group.map { "\($0): {\(name.member): \(example)}" } ?? "\(name.rawValue): \(example)"
      let settings = settings(text)
      #expect(settings.mistakes.map(\.message) == [] && settings[name].source != .standard)
    }
  }
}
