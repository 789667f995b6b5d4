import ArgumentParser
import TerminalUI
import USBLink
import Wearables

/// `spasm devices`: what could be monitored, and what is in the way.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the wearables that are attached, and what is in the way of using them.",
    discussion: """
      Nothing is opened or spoken to: what a serial bridge has behind it, only asking tells. Where there are no rights to a device, \
      \(USBRules.installing) gives them to who sits at the machine.
      """)

  @Flag(help: "Print one JSON object a line; devices that are none of ours, too.")
  var json = false

  @Flag(help: "Print a rules file for udev that gives rights to all devices that are known.")
  var udevRules = false

  func validate() throws {
    if json, udevRules { throw ValidationError("--json and --udev-rules are two things") }
  }

  func run() throws {
    try Failure.guarded {
      let output = StandardOutput()
      if udevRules {
        output.write(USBRules.text)
      } else {
        let list = DeviceList(
          USBDirectory().attached(), DeviceFinder(runtimeFolder: PersonalLibrary.sockets).find())
        if json {
          output.write(list.json)
        } else {
          output.write(list.page(width: Terminal.output.width).text(Terminal.output.style))
        }
      }
      try output.flush()
    }
  }
}
