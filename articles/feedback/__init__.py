"""Whether a page helped its readers: :mod:`.views` takes what they send, :mod:`.contact_details` strips it,
:mod:`.store` keeps it. Nothing about a reader is asked, derived or kept."""
