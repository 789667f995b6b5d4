/// The terminal's bell.
public struct BellOutlet: AlertOutlet {
  public let name = "bell"
  private let write: @Sendable ([UInt8]) throws -> Void

  /// A bell; `write` sends bytes to the terminal, between those of a screen.
  public init(write: @escaping @Sendable ([UInt8]) throws -> Void) { self.write = write }

  /// Rings; an alert that is taken back makes no sound.
  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard alert.state == .given else { return }
    do {
      try write([7])
    } catch {
      throw AlertFailure(
        outlet: name, reason: "the terminal does not take it", remedy: "look whether it is open")
    }
  }
}
