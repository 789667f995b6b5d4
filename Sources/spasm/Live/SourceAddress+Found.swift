import ArgumentParser
import Links
import TerminalUI
import USBLink
import Wearables

extension SourceAddress {
  /// The only wearable that there is, or the one that the person chooses; `command` is what it is for, as it is typed.
  ///
  /// - Throws: ``LinkError`` where there is none, and an exit where none is chosen.
  static func found(for command: String) throws -> SourceAddress {
    let found = candidates
    if found.count == 1 {
      Failure.say("found \(found[0].words), \(found[0].address)")
      return .device(found[0].address)
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
    return .device(found[chosen].address)
  }

  /// What there is: on the bus, on serial lines, in software.
  private static var candidates: [(address: DeviceAddress, words: String)] {
    let attached = USBDirectory().attached().filter { $0.uses == [.native] }
    return attached.map { (DeviceAddress(serial: $0.serial.isEmpty ? nil : $0.serial), $0.words) }
      + DeviceFinder(runtimeFolder: PersonalLibrary.sockets).find()
      .map { (DeviceAddress(native: $0.address), $0.words) }
  }
}
