"""The leg guide: pages by what readers tick. An index, not an adviser (``docs/intended-purpose.md``)."""
