internal import Foundation

extension SettingsFile {
  /// Why what is written at `path` could be another's word: someone else may write the file, or put another in its place.
  static func distrust(of path: String) -> SettingMistake? {
    let file = URL(filePath: path).resolvingSymlinksInPath()
    for place in [file.path, file.deletingLastPathComponent().path] {
      var about = stat()
      guard stat(place, &about) == 0 else { continue }
      if about.st_uid != geteuid(), about.st_uid != 0 {
        return SettingMistake(.forbidden, place: place, "belongs to another user")
      }
      if about.st_mode & 0o022 != 0 {
        return SettingMistake(
          .forbidden, place: place, "others may write here; 'chmod go-w \(place)' mends it")
      }
    }
    return nil
  }
}
