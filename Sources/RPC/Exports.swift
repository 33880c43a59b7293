// Whoever makes or serves calls speaks of status codes, positions and roles, which are Wire's: one import brings both.
@_exported public import Wire
