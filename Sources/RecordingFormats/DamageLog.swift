/// Damage by its kind: the first place of each, and how often it was met.
///
/// A file can be wrong in every record; the account stays short.
struct DamageLog {
  private var entries: [(kind: String, place: String, count: Int)] = []

  /// Notes that `kind` of damage was met at `place`.
  mutating func note(_ kind: String, at place: String) {
    if let known = entries.firstIndex(where: { $0.kind == kind }) {
      entries[known].count += 1
    } else {
      entries.append((kind, place, 1))
    }
  }

  /// Notes damage of the file as a whole.
  mutating func note(_ line: String) { entries.append((line, "", 1)) }

  /// A line for each kind.
  var lines: [String] {
    entries.map { entry in
      if entry.place.isEmpty { return entry.kind }
      let more = entry.count > 1 ? " and \(entry.count - 1) more" : ""
      return "\(entry.place)\(more): \(entry.kind)"
    }
  }
}
