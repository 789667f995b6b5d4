internal import Foundation
internal import GRDB

extension Library {
  /// Every session, in the order of their names, which is that of their starts.
  ///
  /// - Throws: ``SessionError`` when the index cannot be read.
  public func sessions() throws(SessionError) -> [LibrarySession] {
    try query { database in
      var counts: [String: [String: Int]] = [:]
      let sql = "SELECT session, kind, COUNT(*) AS n FROM episodes GROUP BY session, kind"
      for row in try Row.fetchAll(database, sql: sql) {
        counts[row["session"] as String, default: [:]][row["kind"] as String] = row["n"] as Int
      }
      let all = """
        SELECT *, (SELECT COUNT(*) FROM bouts WHERE session = sessions.id) AS bouts,
          (SELECT COUNT(*) FROM notes WHERE session = sessions.id) AS notes FROM sessions ORDER BY id
        """
      return try Row.fetchAll(database, sql: all).map { row in
        let id: String = row["id"]
        var state = LibrarySession.State(rawValue: row["state"]) ?? .unreadable
        // Whether somebody records is told by no file.
        if [.recording, .open].contains(state) {
          state = folder.session(id).isBeingRecorded ? .recording : .open
        }
        return LibrarySession(
          id: id, state: state,
          started: Self.started(row), duration: row["duration_s"], source: row["source"],
          device: row["device"], preset: row["preset"], mode: row["mode"], channels: row["channels"],
          bytes: row["bytes"], trouble: row["trouble"], counts: counts[id] ?? [:], bouts: row["bouts"],
          notes: row["notes"], wearables: row["wearables"])
      }
    }
  }

  /// The episodes of one session, or of those that began at `since` or later; in the order of their onsets.
  ///
  /// - Throws: ``SessionError`` when the index cannot be read.
  public func episodes(
    of session: String? = nil, since: WallTime? = nil
  ) throws(SessionError) -> [LibraryEpisode] {
    try query { database in
      let sql = """
        SELECT episodes.*, started_s, zone_s FROM episodes JOIN sessions ON sessions.id = session
        WHERE (?1 IS NULL OR session = ?1) AND (?2 IS NULL OR started_s + onset_s >= ?2)
        ORDER BY started_s + onset_s, session, onset_s, wearable, episodes.id
        """
      return try Row.fetchAll(database, sql: sql, arguments: [session, since?.unixSeconds]).map { row in
        let onset: Double = row["onset_s"]
        let severity = LoggedEpisode.Severity(
          timesRest: row["x_rest"], integrated: row["integrated"], mvcPercent: row["mvc_percent"])
        return LibraryEpisode(
          session: row["session"], wearable: row["wearable"], at: Self.started(row)?.adding(onset),
          episode: LoggedEpisode(
            id: row["id"], kind: row["kind"], subtype: row["subtype"], onset: onset, offset: row["offset_s"],
            involuntary: row["p_involuntary"], bout: row["bout"], severity: severity,
            channel: row["channel"], channelIndex: row["channel_index"]),
          correction: row["correction"])
      }
    }
  }

  /// The notes of one session, or of all, with the session that each belongs to; in the order of their moments.
  ///
  /// - Throws: ``SessionError`` when the index cannot be read.
  public func notes(
    of session: String? = nil, since: WallTime? = nil
  ) throws(SessionError) -> [(session: String, note: Note)] {
    let all = try query { database in
      try Row.fetchAll(
        database, sql: "SELECT session, line FROM notes WHERE ?1 IS NULL OR session = ?1",
        arguments: [session]
      )
      .map { ($0["session"] as String, $0["line"] as String) }
    }
    let notes = all.compactMap { session, line in Note(line: line.utf8).map { (session: session, note: $0) } }
    return notes.filter { $0.note.at.unixSeconds >= since?.unixSeconds ?? -.infinity }
      .sorted { $0.note.at.unixSeconds < $1.note.at.unixSeconds }
  }

  private static func started(_ row: Row) -> WallTime? {
    (row["started_s"] as Double?).map { WallTime(unixSeconds: $0, offset: row["zone_s"]) }
  }
}
