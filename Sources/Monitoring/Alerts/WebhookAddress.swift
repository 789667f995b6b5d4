/// Where a webhook goes: an address over https, or over http to this machine itself.
///
/// Stricter than addresses are in general, so that what is checked here and what connects cannot understand it differently:
/// no name and password, no fragment, nothing that would have to be escaped.
public struct WebhookAddress: Hashable, Sendable {
  /// The address as it was written.
  public let text: String
  /// The host, in small letters.
  public let host: String
  /// Whether it stays on this machine.
  public let isLoopback: Bool

  /// Why an address cannot be one.
  public enum Problem: Error, Hashable, Sendable {
    /// Neither `https://` nor `http://`.
    case scheme
    /// Over `http://` to another machine.
    case unprotected
    /// A host or port that cannot be.
    case host
    /// A name or password before the host.
    case credentials
    /// A character that an address does not hold as it is, or a fragment.
    case character

    /// What is wrong, in plain words.
    public var words: String {
      switch self {
      case .scheme: "a webhook begins with https://"
      case .unprotected:
        "a webhook to another machine has to begin with https://; http:// is for this machine alone"
      case .host: "the webhook's host or port cannot be understood"
      case .credentials: "a name or password in the webhook's address is not taken"
      case .character: "a character of the webhook's address has to be written as %XX, and #… be left out"
      }
    }
  }

  /// The address that `text` tells.
  ///
  /// - Throws: ``Problem``.
  public init(_ text: String) throws(Problem) {
    let lowered = text.lowercased()
    let isProtected = lowered.hasPrefix("https://")
    guard isProtected || lowered.hasPrefix("http://") else { throw .scheme }
    guard text.utf8.allSatisfy(Self.isAllowed) else { throw .character }
    let rest = lowered.dropFirst(isProtected ? 8 : 7)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { throw .credentials }
    guard let (host, port) = Self.parts(authority) else { throw .host }
    guard Self.isHost(host), port.map({ UInt16($0).map { $0 > 0 } ?? false }) ?? true else { throw .host }
    isLoopback = Self.isLoopback(host)
    guard isProtected || isLoopback else { throw .unprotected }
    (self.text, self.host) = (text, String(host))
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~%!$&'()*+,;=:@/?[]".utf8.contains(byte)
    }
  }

  /// The host, with its brackets where it has some, and the port.
  private static func parts(_ authority: Substring) -> (host: Substring, port: Substring?)? {
    if authority.first == "[" {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      let after = authority[authority.index(after: close)...]
      guard after.isEmpty || after.first == ":" else { return nil }
      return (authority[...close], after.isEmpty ? nil : after.dropFirst())
    }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 2 ? nil : (parts[0], parts.count == 2 ? parts[1] : nil)
  }

  private static func isHost(_ host: Substring) -> Bool {
    if host.first == "[" {
      return host.count > 3
        && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return host.utf8.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63
          && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      }
  }

  /// Whether the host is this machine, by the forms that nothing has to be asked for.
  private static func isLoopback(_ host: Substring) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    // Leading zeros would be octal to some.
    let numbers = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
    return parts.count == 4 && numbers.count == 4 && numbers[0] == 127
  }
}
