"""The X12 toolkit: what every reader and writer of X12 files shares, whatever the set. It knows no format.

pieces: a file as pieces of whole segments; elements: columns from segments; envelope: interchange, group and set; check: faults of any set;
statuses: answers about sent claims; names: sets that nobody reads; write: text from columns.
"""
