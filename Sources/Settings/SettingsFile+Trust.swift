internal import Monitoring

extension SettingsFile {
  /// Why what is written at `path` could be another's word; nil where it is its owner's.
  static func distrust(of path: String) -> SettingMistake? {
    do throws(SettingsTrust.Failure) {
      try SettingsTrust.check(path)
      return nil
    } catch {
      // The line begins with the path, which may be that of a folder above.
      return SettingMistake(.forbidden, place: path, error.message)
    }
  }
}
