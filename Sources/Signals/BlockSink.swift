/// What takes the samples that a pipeline takes: a recorder.
///
/// It is handed every block before the pipeline, without the frames that the pipeline gave up as too late, so that what it keeps
/// leads to the same events. It never fails its caller: what it cannot keep it counts, and tells.
public protocol BlockSink: AnyObject {
  /// Takes a block from `frame` on; frames that are absent before it are absent for `cause`.
  func take(_ block: borrowing Block, from frame: Int, cause: GapCause)
  /// Learns that frames of a stream before `end` are not waited for any longer.
  func giveUp(stream: Int, before end: Int64)
  /// Takes a remark that the source carries.
  func take(_ annotation: Annotation)
}
