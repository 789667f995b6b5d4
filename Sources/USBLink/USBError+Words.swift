internal import Links

extension USBError {
  /// What it means for a link of this name, and what to do.
  func linkError(_ name: String) -> LinkError {
    switch code {
    case .access:
      LinkError(
        .forbidden, name: name,
        reason: "\(words): no rights to the device; mend it with: \(USBRules.installing)")
    case .busy:
      LinkError(.unavailable, name: name, reason: "\(words): another program uses it; close that one")
    case .noDevice:
      LinkError(.unavailable, name: name, reason: "has gone (\(words))")
    case .notFound where call == "libusb_claim_interface":
      LinkError(.unavailable, name: name, reason: "\(words): the device does not have what it tells of")
    default:
      LinkError(.failed, name: name, reason: words)
    }
  }

  private var words: String { "\(call): \(code.name)" }
}
