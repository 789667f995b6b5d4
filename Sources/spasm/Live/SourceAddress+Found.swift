import ArgumentParser
import Links
import TerminalUI
import Wearables

extension SourceAddress {
  /// The only wearable that there is, or the one that the person chooses; `command` is what it is for, as it is typed.
  ///
  /// - Throws: ``LinkError`` where there is none, and an exit where none is chosen.
  static func found(for command: String) throws -> SourceAddress {
    let found = DeviceFinder(runtimeFolder: PersonalLibrary.sockets).find()
    if found.count == 1 {
      Failure.say("found \(found[0].words), \(found[0].address)")
      return .device(DeviceAddress(native: found[0].address))
    }
    guard !found.isEmpty else {
      throw LinkError(
        .unavailable, name: command,
        reason: "no wearable is found; 'spasm live sim:back-spasm' shows how it is with one")
    }
    guard TerminalScreen.isUsable() else {
      Failure.say("there are several; name the one that is meant:")
      for one in found { Failure.say("  spasm \(command) '\(one.address)'   # \(one.words)") }
      throw Failure.usage
    }
    var chooser = Chooser(
      title: "Which wearable?", items: found.map { "\($0.words)  \($0.address)" })
    try TerminalScreen().show(&chooser)
    guard let chosen = chooser.chosen else { throw CleanExit.message("nothing was chosen") }
    return .device(DeviceAddress(native: found[chosen].address))
  }
}
