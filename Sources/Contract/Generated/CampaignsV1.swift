// Made by tools/generate from the .proto files of longhaul.campaigns.v1; not to be edited.

/// Messages and methods of `longhaul.campaigns.v1`.
package enum CampaignsV1 {}
