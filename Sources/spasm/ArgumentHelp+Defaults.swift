import ArgumentParser
import Settings

extension ArgumentHelp {
  /// The help of an option that says nothing where it is left out; what then holds is told as the parser tells defaults.
  init(_ abstract: String, standing standard: String, valueName: String? = nil) {
    self.init("\(abstract) (default: \(standard))", valueName: valueName)
  }

  /// The help of an option that a setting stands in for.
  init(_ abstract: String, standing name: SettingName, valueName: String? = nil) {
    self.init(abstract, standing: SettingsTable.setting(name).standardText, valueName: valueName)
  }
}
