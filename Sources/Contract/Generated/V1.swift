// Made by tools/generate from the .proto files of longhaul.v1; not to be edited.

/// Messages and methods of `longhaul.v1`.
package enum V1 {}
