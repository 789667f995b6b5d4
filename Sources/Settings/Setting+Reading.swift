internal import Monitoring
internal import Signals
internal import SpasmDetection

/// What only the caller can tell of a text, as whether it is a device's address: nil where all is well, or why not.
public typealias SettingCheck = @Sendable (SettingName, String) -> String?

extension Setting {
  /// A value as it was read, with the places of its parts and what is wrong with them.
  struct Reading {
    /// Nil where nothing can be made of it.
    var value: SettingValue?
    /// Where each named number comes from.
    var parts: [String: SettingSource] = [:]
    var mistakes: [SettingMistake] = []
  }

  /// The value that `node` tells; `home` stands for `~`.
  func read(_ node: SettingsNode, home: String, check: SettingCheck) -> Reading {
    var reading = Reading()
    do {
      switch kind {
      case .bool: reading.value = .bool(try bool(node))
      case .number(let range): reading.value = .number(try number(node, within: range))
      case .choice(let words): reading.value = .text(try choice(node, of: words))
      case .text: reading.value = .text(try text(node, check))
      case .path: reading.value = .text(try path(node, home: home))
      case .choices, .texts, .command: readList(node, check, into: &reading)
      case .numbers: readNumbers(node, into: &reading)
      }
    } catch {
      reading.mistakes.append(error)
    }
    return reading
  }

  private func mistake(_ node: SettingsNode, _ reason: String) -> SettingMistake {
    SettingMistake(at: node.source, name: name.rawValue, reason)
  }

  private func scalar(_ node: SettingsNode) throws(SettingMistake) -> String {
    guard case .scalar(let text, _, _) = node else {
      throw mistake(node, "takes \(takes), not \(node.words)")
    }
    return text
  }

  private func bool(_ node: SettingsNode) throws(SettingMistake) -> Bool {
    switch try scalar(node).lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: throw mistake(node, "takes \(takes), not \(node.words)")
    }
  }

  private func number(
    _ node: SettingsNode, within range: ClosedRange<Double>
  ) throws(SettingMistake) -> Double {
    guard let number = Double(try scalar(node)), !number.isNaN else {
      throw mistake(node, "takes a number, \(takes), not \(node.words)")
    }
    guard range.contains(number) else { throw mistake(node, "\(node.words) is outside \(takes)") }
    return number
  }

  private func choice(_ node: SettingsNode, of words: [String]) throws(SettingMistake) -> String {
    let text = try scalar(node)
    guard words.contains(text) else {
      let nearest = nearestWord(to: text, of: words) ?? ""
      throw mistake(node, "\(node.words) is not known; did you mean '\(nearest)'? There are \(takes)")
    }
    return text
  }

  private func text(_ node: SettingsNode, _ check: SettingCheck) throws(SettingMistake) -> String {
    let text = try scalar(node)
    guard !text.isEmpty else { throw mistake(node, "takes \(takes), not nothing") }
    guard text.utf8.count <= Self.longestText else { throw mistake(node, "is too long") }
    let isShown = text.unicodeScalars.allSatisfy { scalar in
      scalar.isPrintable || (kind == .command && (scalar == "\n" || scalar == "\t"))
    }
    guard isShown else { throw mistake(node, "holds characters that cannot be shown") }
    if let reason = ownReason(text) ?? check(name, text) { throw mistake(node, reason) }
    return text
  }

  /// What is wrong with a text that has a language of its own.
  private func ownReason(_ text: String) -> String? {
    switch name {
    case .alertRules:
      do throws(AlertRuleError) {
        _ = try AlertRule(parsing: text)
      } catch {
        return error.message
      }
    case .alertWebhook:
      do throws(WebhookAddress.Problem) {
        _ = try WebhookAddress(text)
      } catch {
        return error.words
      }
    default: break
    }
    return nil
  }

  private func path(_ node: SettingsNode, home: String) throws(SettingMistake) -> String {
    let path = try text(node) { _, _ in nil }
    if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
    // A file is read from any folder, so that a path from the folder of the moment would mean many.
    if case .file = node.source, !path.hasPrefix("/") {
      throw mistake(node, "takes \(takes), not \(node.words)")
    }
    return path
  }

  private func readList(_ node: SettingsNode, _ check: SettingCheck, into reading: inout Reading) {
    var elements: [SettingsNode] = []
    switch node {
    case .list(let nodes, _): elements = nodes
    // One text is a list of one, but for a command, which nobody takes apart.
    case .scalar where kind != .command: elements = [node]
    case .scalar, .map:
      reading.mistakes.append(mistake(node, "takes \(takes), not \(node.words)"))
      return
    }
    var texts: [String] = []
    for element in elements {
      do throws(SettingMistake) {
        if case .choices(let words) = kind {
          texts.append(try choice(element, of: words))
        } else {
          texts.append(try text(element, check))
        }
      } catch {
        reading.mistakes.append(error)
      }
    }
    if name == .alertCommand, let error = Self.trouble(withCommand: texts) {
      reading.mistakes.append(mistake(node, error.reason))
    } else {
      reading.value = .list(texts)
    }
  }

  private static func trouble(withCommand words: [String]) -> AlertSettingsError? {
    do throws(AlertSettingsError) {
      _ = try AlertSettings(command: words)
      return nil
    } catch {
      return error
    }
  }

  private func readNumbers(_ node: SettingsNode, into reading: inout Reading) {
    var numbers: [SettingValue.NamedNumber] = []
    for (name, value) in namedNodes(node, into: &reading) {
      do throws(SettingMistake) {
        guard let number = Double(try scalar(value)) else {
          throw mistake(value, "\(printable(name)) takes a number, not \(value.words)")
        }
        var parameters = DetectionParameters()
        do throws(ParameterError) {
          try parameters.set(name, to: number)
        } catch {
          throw mistake(value, error.message)
        }
        numbers.append(SettingValue.NamedNumber(name, number))
        reading.parts[name] = value.source
      } catch {
        reading.mistakes.append(error)
      }
    }
    reading.value = .numbers(numbers)
  }

  /// Names with their values: as a mapping has them, or as `name=value`.
  private func namedNodes(
    _ node: SettingsNode, into reading: inout Reading
  ) -> [(name: String, value: SettingsNode)] {
    switch node {
    case .map(let entries, _): return entries.map { ($0.key, $0.value) }
    case .list(let nodes, _): return nodes.flatMap { namedNodes($0, into: &reading) }
    case .scalar(let text, _, let source):
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        reading.mistakes.append(mistake(node, "takes name=value with a number, not \(node.words)"))
        return []
      }
      return [(String(parts[0]), .scalar(String(parts[1]), isQuoted: true, source))]
    }
  }

  private static let longestText = 4096
}
