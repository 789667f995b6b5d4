internal import Foundation
internal import GRDB

extension Library {
  /// How the tables came to be; a migration that was released is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          CREATE TABLE sessions (
            id TEXT PRIMARY KEY, stamp TEXT NOT NULL, state TEXT NOT NULL, started_s REAL, zone_s INTEGER,
            duration_s REAL NOT NULL, source TEXT NOT NULL, device TEXT NOT NULL, preset TEXT NOT NULL,
            mode TEXT NOT NULL, channels INTEGER NOT NULL, bytes INTEGER NOT NULL, trouble TEXT
          ) STRICT;
          CREATE TABLE episodes (
            session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, id INTEGER NOT NULL,
            kind TEXT NOT NULL, subtype TEXT, onset_s REAL NOT NULL, offset_s REAL NOT NULL,
            p_involuntary REAL, bout INTEGER, x_rest REAL, integrated REAL, mvc_percent REAL, channel TEXT,
            channel_index INTEGER, correction TEXT, PRIMARY KEY (session, id)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE bouts (
            session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, id INTEGER NOT NULL,
            start_s REAL NOT NULL, end_s REAL NOT NULL, spasms INTEGER NOT NULL, channel TEXT,
            PRIMARY KEY (session, id)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE notes (
            session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            line TEXT NOT NULL, PRIMARY KEY (session, position)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    // Sessions of several wearables: everything is read again.
    migrator.registerMigration("2") { database in
      try database.execute(
        sql: """
          DELETE FROM sessions;
          ALTER TABLE sessions ADD COLUMN wearables INTEGER NOT NULL DEFAULT 1;
          DROP TABLE episodes;
          CREATE TABLE episodes (
            session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, wearable INTEGER NOT NULL,
            id INTEGER NOT NULL, kind TEXT NOT NULL, subtype TEXT, onset_s REAL NOT NULL,
            offset_s REAL NOT NULL, p_involuntary REAL, bout INTEGER, x_rest REAL, integrated REAL,
            mvc_percent REAL, channel TEXT, channel_index INTEGER, correction TEXT,
            PRIMARY KEY (session, wearable, id)
          ) STRICT, WITHOUT ROWID;
          DROP TABLE bouts;
          CREATE TABLE bouts (
            session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, wearable INTEGER NOT NULL,
            id INTEGER NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL, spasms INTEGER NOT NULL,
            channel TEXT, PRIMARY KEY (session, wearable, id)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    return migrator
  }

  /// Reads the folders that are new or have changed, and forgets those that are gone.
  func refresh() throws {
    let folders = folder.sessionFolders
    let known = try database.read { database in
      try Row.fetchAll(database, sql: "SELECT id, stamp FROM sessions").map { row in
        (row["id"] as String, row["stamp"] as String)
      }
    }
    let stamps = Dictionary(uniqueKeysWithValues: known)
    let changed = folders.compactMap { session -> (SessionFolder, String)? in
      let stamp = FileStamp.text(of: session)
      return stamps[session.id] == stamp ? nil : (session, stamp)
    }
    let gone = Set(stamps.keys).subtracting(folders.map(\.id))
    if !gone.isEmpty {
      try database.write { database in
        for id in gone { try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [id]) }
      }
    }
    // The stamp was taken before the files are read: what is added meanwhile is read the next time.
    for (session, stamp) in changed {
      let reading = SessionReading(session)
      try database.write { try Self.store(reading, stamp, in: $0) }
    }
  }

  /// Puts what a session tells in the place of what it told before.
  private static func store(_ reading: SessionReading, _ stamp: String, in database: Database) throws {
    let session = reading.listed
    try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [session.id])
    try database.execute(
      sql: "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        session.id, stamp, session.state.rawValue, session.started?.unixSeconds, session.started?.offset,
        session.duration, session.source, session.device, session.preset, session.mode, session.channels,
        session.bytes, session.trouble, session.wearables,
      ])
    let insertEpisodes = try database.cachedStatement(
      sql: "INSERT INTO episodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for listed in reading.allEpisodes {
      let episode = listed.episode
      try insertEpisodes.execute(
        arguments: [
          session.id, listed.wearable, episode.id, episode.kind, episode.subtype, episode.onset,
          episode.offset, episode.involuntary, episode.bout, episode.severity?.timesRest,
          episode.severity?.integrated,
          episode.severity?.mvcPercent, episode.channel, episode.channelIndex, listed.correction,
        ])
    }
    let insertBouts = try database.cachedStatement(
      sql: "INSERT INTO bouts VALUES (?, ?, ?, ?, ?, ?, ?)")
    for (wearable, bout) in reading.allBouts {
      try insertBouts.execute(
        arguments: [
          session.id, wearable, bout.id, bout.start, bout.end, bout.spasms.count, bout.channel,
        ])
    }
    let insertNotes = try database.cachedStatement(
      sql: "INSERT INTO notes VALUES (?, ?, ?)")
    for (position, note) in reading.allNotes.enumerated() {
      try insertNotes.execute(
        arguments: [session.id, position, String(decoding: note.line, as: UTF8.self)])
    }
  }
}
