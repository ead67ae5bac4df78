"""Settings, addresses, security and operation of the site."""
