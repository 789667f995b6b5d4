/// The rules that let who sits at the machine use the devices without being root.
public enum USBRules {
  /// Where they belong.
  ///
  /// The number matters: before 73, in which the rights are given.
  public static let path = "/etc/udev/rules.d/70-spasm.rules"

  /// How they are put there.
  public static let installing =
    "spasm devices --udev-rules | sudo tee \(path) && sudo udevadm control --reload && sudo udevadm trigger"

  /// All of the file.
  public static var text: String {
    var lines = [
      "# \(path): lets who sits at this machine use wearables over USB. Load it with",
      "#   udevadm control --reload && udevadm trigger",
      "",
      "# The interface of our own protocol, whoever made the device.",
      "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", \(nativeMatch), TAG+=\"uaccess\"",
    ]
    for device in KnownDevice.all {
      lines += ["", "# \(device.name): \(device.uses.map(\.rawValue).joined(separator: ", "))"]
      // A modem is looked for on unknown serial lines, by writing to them.
      lines.append(
        "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", \(match(device, "ATTR")), TAG+=\"uaccess\", "
          + "ENV{ID_MM_DEVICE_IGNORE}=\"1\"")
      lines.append("SUBSYSTEM==\"tty\", \(match(device, "ATTRS")), TAG+=\"uaccess\"")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let nativeMatch =
    "ENV{ID_USB_INTERFACES}==\"*:\(USBRoute.nativeKind.map { hexadecimal($0, digits: 2) }.joined()):*\""

  private static func match(_ device: KnownDevice, _ key: String) -> String {
    let vendor = "\(key){idVendor}==\"\(hexadecimal(device.vendor, digits: 4))\""
    guard let product = device.product else { return vendor }
    return "\(vendor), \(key){idProduct}==\"\(hexadecimal(product, digits: 4))\""
  }
}

/// A number in hexadecimal, with zeros before it.
func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
