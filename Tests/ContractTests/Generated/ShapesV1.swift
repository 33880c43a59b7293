// Made by tools/generate from the .proto files of longhaul.shapes.v1; not to be edited.

/// Messages and methods of `longhaul.shapes.v1`.
package enum ShapesV1 {}
