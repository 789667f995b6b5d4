internal import Foundation
internal import Yams

/// YAML as it is read here: one document of names with values, without references, tags and merging.
enum SettingsText {
  /// More than a person writes; what follows is bounded by it.
  static let longest = 1 << 16
  /// Deeper than any setting lies.
  private static let deepest = 16

  /// The mapping that `text` is; empty where there is nothing but comments.
  ///
  /// `source` tells where a line and a column, both from 1, lie.
  /// - Throws: ``SettingMistake`` where it is no YAML, or holds what is not read.
  static func read(
    _ text: String, source: (Int, Int) -> SettingSource
  ) throws(SettingMistake) -> [SettingsNode.Entry] {
    guard let node = try node(of: text, source: source) else { return [] }
    if node.isEmpty { return [] }
    guard case .map(let entries, _) = node else {
      throw SettingMistake(at: node.source, "settings are names with values, as 'preset: back'")
    }
    return entries
  }

  /// The value that `text` is; nil where there is none.
  static func node(
    of text: String, source: (Int, Int) -> SettingSource
  ) throws(SettingMistake) -> SettingsNode? {
    guard text.utf8.count <= longest else {
      throw SettingMistake(at: source(1, 1), "settings of more than \(longest / 1024) kB are not read")
    }
    try refuseReferences(text, source)
    do {
      // The encoding is told: left out, it is asked of the environment.
      guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else { return nil }
      return try convert(root, depth: 0, source: source)
    } catch let mistake as SettingMistake {
      throw mistake
    } catch let error as YamlError {
      let (line, column, reason) = place(of: error, in: text)
      throw SettingMistake(at: source(line, column), reason)
    } catch {
      throw SettingMistake(at: source(1, 1), "cannot be read as YAML")
    }
  }

  /// References could make a short text endless, and nobody needs them here.
  private static func refuseReferences(
    _ text: String, _ source: (Int, Int) -> SettingSource
  ) throws(SettingMistake) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      var before: Character = ":"
      if line.first(where: { !$0.isWhitespace }) == "#" { continue }
      for (column, character) in line.enumerated() where !character.isWhitespace {
        if "&*".contains(character), ":-,[{?".contains(before) {
          throw SettingMistake(
            at: source(number + 1, column + 1),
            "'\(character)' begins a reference, which is not read here; a text that begins with it takes quotes"
          )
        }
        before = character
      }
    }
  }

  private static func convert(
    _ node: Node, depth: Int, source: (Int, Int) -> SettingSource
  ) throws(SettingMistake) -> SettingsNode {
    let place = node.mark.map { source($0.line, $0.column) } ?? source(1, 1)
    guard depth < deepest else { throw SettingMistake(at: place, "lies too deep") }
    switch node {
    case .scalar(let scalar):
      return .scalar(scalar.string, isQuoted: scalar.style != .plain && scalar.style != .any, place)
    case .sequence(let sequence):
      var nodes: [SettingsNode] = []
      for element in sequence { nodes.append(try convert(element, depth: depth + 1, source: source)) }
      return .list(nodes, place)
    case .mapping(let mapping):
      var entries: [SettingsNode.Entry] = []
      for (key, value) in mapping {
        let keyPlace = key.mark.map { source($0.line, $0.column) } ?? place
        guard case .scalar(let name) = key else {
          throw SettingMistake(at: keyPlace, "a name has to be a text")
        }
        entries.append(
          SettingsNode.Entry(
            key: name.string, keySource: keyPlace,
            value: try convert(value, depth: depth + 1, source: source)))
      }
      return .map(entries, place)
    case .alias:
      throw SettingMistake(at: place, "references are not read here")
    }
  }

  private static func place(
    of error: YamlError, in text: String
  ) -> (line: Int, column: Int, reason: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let about = context.map { " (\($0.text) that begins in line \($0.mark.line))" } ?? ""
      return (mark.line, mark.column, "no YAML: \(problem)\(about)")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return (max(before.count, 1), (before.last?.count ?? 0) + 1, "no YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      return (context.mark.line, context.mark.column, "told twice: \(names.joined(separator: ", "))")
    case .dataCouldNotBeDecoded:
      return (1, 1, "is no UTF-8")
    default:
      return (1, 1, "cannot be read as YAML")
    }
  }
}
