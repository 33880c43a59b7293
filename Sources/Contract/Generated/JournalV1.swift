// Made by tools/generate from the .proto files of longhaul.journal.v1; not to be edited.

/// Messages and methods of `longhaul.journal.v1`.
package enum JournalV1 {}
