"""What builds, serves, records and checks the lesson. `CONTRIBUTING.md` says how a page is made."""
