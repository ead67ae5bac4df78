"""Settings: `base` is safe and complete; `dev`, `demo`, `test` and `production` differ little from it."""
